"""Texts that spreadsheets like to change, run or refuse."""

_FORMULAS = (
    "=1+1", "=cmd|' /C calc'!A0", "+1+1", "+998901234567", "+998 90 123-45-67", "-1+1", "-5", "- a list", "-",
    "@SUM(1+9)", "@handle", "|calc", "%0a=1", "\t=1+1", "\r=1+1", "\n=1+1", "\ttab", "\rreturn", "\nline",
    " =1+1", "   =1+1", "\u00a0=1+1", "\u200b=1+1", "\ufeff=1+1", "\u200b \ufeff@x", "\u2060+1", "\u3000=1",
    "＝1+1", "＋1", "－1", "＠x", "％1", "｜x", " ＝1+1", "\u200b＠x", "﹣1", "﹢1", "﹦1", "﹫x",
    "=HYPERLINK(\"http://example.org\",\"x\")", '=1"; DROP', "=", "+", "@", "==", "=-1", "+-", "{=1}",
    "=IMPORTXML(CONCAT(\"\",A1),\"//a\")", "\u202e=1", "\u00ad=1", "\u061c=1",
)  # fmt: skip
_APOSTROPHES = (
    "'", "''", "'''", "'=1", "''=1", "'''=1+1", "'text", "''text", "' =1", "'\t", "'\n=1", "'+998", "'-5",
    "'@", "' text", " '=1", "\u200b'=1", "'’=1", "‘=1", "’-1", "don't", "'s", "'\ufeff=1", "'＝1", "'|", "'%",
)  # fmt: skip
_LOOKALIKES = (
    "007", "00998", "1E5", "1e-5", "0x1F", "1,5", "1.5", "1 000", "12345678901234567890", "03/04/2026",
    "2026-04-03", "3-4", "1/2", "12:30", "TRUE", "FALSE", "NA", "N/A", "None", "null", "NaN", "nan", "inf",
    "#N/A", "#DIV/0!", "∞", "½", "10%", "$5", "1e400", "0", "-0", "",
)  # fmt: skip
_OTHERS = (
    'say "hi"', '"', '""', "a,b", "a;b", "a\tb", "two\nlines", "two\r\nlines", "lone\rreturn", " lead",
    "trail ", " both ", "_x000D_", "_x0041_", "_x005F_", "&amp;", "<b>&</b>", "]]>", "{{7*7}}",
    "%(name)s", "\\n", "Арал теңизи", "Орол денгизи", "Oʻzbekiston", "Qaraqalpaqstan, Nókis", "咸海投资",
    "ǵárezsiz ıqtısadıy", "😀 emoji", "e\u0301", "\u200bzero", "x\ufeff", "\x7f", "\x85", "\u2028", "עברית",
    "https://example.org/?a=1&b=2#c", "sep=,", "x" * 32_767,
)  # fmt: skip

NASTY = tuple(text for text in (*_FORMULAS, *_APOSTROPHES, *_LOOKALIKES, *_OTHERS) if text)
