"""Names of one organisation are recognised in any script and spelling; names that only look alike are not."""

from itertools import combinations

import pytest

from registry.partners.name_words import known_names
from registry.partners.naming import LONGEST_KEY, Known, NameIndex, Pair, Reason, alike, likely_pairs, name_key

#: Names in a line are of one organisation.
#: Names in a line are of one organisation.
SAME = """
United Nations Development Programme | UNDP Uzbekistan | Программа развития ООН (ПРООН) | 联合国开发计划署
United Nation Developement Programm | 联合国开发计划署
European Union | ЕС | Yevropa Ittifoqi | 欧盟
Европейский Cоюз | European Union
ADB | Азиатский банк развития | Asian Development Bank, Uzbekistan Resident Mission
European Bank for Reconstruction & Development | 欧洲复兴开发银行（EBRD）
JICA | 日本国際協力機構
KOICA | 한국국제협력단
Shanghai Cooperation Organization | 上海合作组织
International Fund for Saving the Aral Sea | Orolni qutqarish xalqaro jamg'armasi
Xinjiang Institute of Ecology and Geography | Синьцзянский институт экологии и географии | 新疆生态与地理研究所
Xinjiang Institute of Ecology and Geography, Chinese Academy of Sciences | 新疆生态与地理研究所
Urgench State University | Ургенчский государственный университет | Urganch davlat universiteti | УрГУ
Каракалпакский госуниверситет имени Бердаха | Berdaq nomidagi Qoraqalpoq davlat universiteti
Jizzakh Polytechnic Institute | Джизакский политехнический институт
Shandong Agricultural University | 山东农业大学
Saratov State Agrarian University | Саратовский ГАУ
Turkmen Agricultural University named after S.A. Niyazov | Туркменский сельскохозяйственный университет
Tashkent Pediatric Medical Institute | Ташкентский педиатрический медицинский институт
Technische Universität München | Мюнхенский технический университет
Ministry of Water Resources of Uzbekistan | Минводхоз РУз | O‘zbekiston Respublikasi Suv xo‘jaligi vazirligi
Министерство водного хозяйства Республики Узбекистан | 乌兹别克斯坦共和国水利部
Ministry of Agriculture of the Republic of Kazakhstan | Қазақстан Республикасының Ауыл шаруашылығы министрлігі
Ministry of Justice of Uzbekistan | 乌兹别克斯坦司法部
МЧС Узбекистана | Ministry of Emergency Situations of the Republic of Uzbekistan
Statistics Agency under the President of Uzbekistan | Агентство статистики при Президенте Узбекистана
Institute of Botany of the Academy of Sciences of Uzbekistan | Институт ботаники АН РУз
НИИ ирригации и водных проблем | Irrigatsiya va suv muammolari ilmiy-tadqiqot instituti
Embassy of the PRC in Uzbekistan | 中国驻乌兹别克斯坦大使馆 | Посольство КНР в Узбекистане
Chinese Embassy in Tashkent | 中国驻乌兹别克斯坦大使馆
Fransiyaning O'zbekistondagi elchixonasi | Ambassade de France en Ouzbékistan
Хокимият Хорезмской области | Xorazm viloyati hokimligi
Gansu Provincial Department of Water Resources | 甘肃省水利厅
Association of Water Users of Karakalpakstan | Ассоциация водопользователей Каракалпакстана
PowerChina | 中国电力建设集团有限公司
Xinjiang Lihua Cotton Co., Ltd. | 新疆利华棉业股份有限公司
ACWA Power | АКВА Пауэр
ООО «Водстройпроект» | Vodstroyproekt LLC
Грин Энерджи Сервис | Green Energy Service LLC
"Orol Eko Servis" MChJ | ООО «Орол Эко Сервис»
Жайҳун Сув Қурилиш МЧЖ | Jayhun Suv Qurilish
АКБ «Капиталбанк» | Kapitalbank
Uzbekgidroenergo | O'zbekgidroenergo AJ
Grundfos Holding A/S | ООО "Грундфос"
"""
#: Names in a line are of as many organisations.
DIFFERENT = """
UNDP | UNEP | UNICEF | UNESCO
UNDP Uzbekistan | UNDP Kazakhstan
European Union | European Commission | Совет Европы | Delegation of the European Union to Uzbekistan
Asian Development Bank | African Development Bank | 亚洲基础设施投资银行 | New Development Bank
ADB | African Development Bank
Green Climate Fund | 全球环境基金 | 世界自然基金会
IFAS | Executive Committee of IFAS | 咸海流域国际创新中心
EEA | EEAS
Chinese Academy of Sciences | 中国农业科学院 | 中国社会科学院 | Russian Academy of Sciences
Institute of Geography of the Russian Academy of Sciences | Institute of Geography, Chinese Academy of Sciences
Nukus State University | Urgench State University | Urgench State Pedagogical Institute
Самаркандский государственный университет | Samarqand davlat tibbiyot universiteti
新疆大学 | Xinjiang Agricultural University | 内蒙古农业大学
Hainan University | Hanyang University
China University of Geosciences (Wuhan) | China University of Geosciences (Beijing)
Tashkent State Technical University | Tashkent State University of Economics
Tashkent Medical Academy | Toshkent tibbiyot akademiyasi Urganch filiali
University of Central Asia | American University of Central Asia
Tokyo University of Agriculture | Tokyo University of Agriculture and Technology
Inha University | Inha University in Tashkent
КФУ | Каракалпакский государственный университет
Ministry of Water Resources of Uzbekistan | Ministry of Water Resources of Kazakhstan | 水利部
Ministry of Agriculture of Uzbekistan | Министерство энергетики Узбекистана | 哈萨克斯坦能源部
МИД КНР | МИД Узбекистана
Embassy of China in Uzbekistan | Embassy of Uzbekistan in China | Посольство КНР в Казахстане
Embassy of Uzbekistan in Kazakhstan | Генконсульство Узбекистана в Алматы
Хокимият Бухарской области | Xorazm viloyati hokimligi
Institute of Zoology of Uzbekistan | Институт ботаники Узбекистана
Institute of Water Problems | Institute of Water Problems and Hydropower
International Water Management Institute | International Water Association
ABC Water Technology Co | XYZ Water Technology Co
Aral Green Solutions LLC | ООО «Орол Эко Сервис»
Nukus Agro Invest | Nukus Agro Textile
Khorezm Textile LLC | Bukhara Textile LLC
新疆天业集团 | 新疆利华棉业
Siemens AG | Siemens Energy AG | КАМАЗ
Samsung C&T | Samsung Engineering
Halyk Bank | Xalq banki | Asakabank | АКБ «Алокабанк»
National Bank of Uzbekistan | KDB Bank Uzbekistan | National Bank of Kazakhstan
Bank of China | Agricultural Bank of China
China Railway Group | China Railway Construction Corporation
"""


def table(text: str) -> list[tuple[str, str]]:
    lines = (line.split(" | ") for line in text.strip().split("\n"))
    return [pair for names in lines for pair in combinations(names, 2)]


def pair(one: str, other: str, *countries: str) -> Pair | None:
    country, others = countries or (None, None)
    found = likely_pairs([Known(1, (one,), country), Known(2, (other,), others)])
    return found[0] if found else None


@pytest.mark.parametrize(("one", "other"), table(SAME))
def test_names_of_one_organisation_are_recognised(one: str, other: str) -> None:
    found = pair(one, other)
    assert found
    assert (found.first, found.second) == (1, 2)
    assert found == pair(other, one)


@pytest.mark.parametrize(("one", "other"), table(DIFFERENT))
def test_names_that_only_look_alike_are_not(one: str, other: str) -> None:
    assert pair(one, other) is None
    assert pair(other, one) is None


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("Vodstroyproekt LLC", "vodstroyproekt", Reason.SAME_NAME),
        ("UNDP", "联合国开发计划署", Reason.SAME_KNOWN),
        ("TNIIP", "Tashkent National Institute of Irrigation Problems", Reason.ACRONYM),
        ("Нетасим", "Netasim LLC", Reason.TRANSLITERATED),
        ("Termez State Institute", "Термезский государственный институт", Reason.TRANSLATED),
        ("Hydroconsult", "Hidrokonsult", Reason.SIMILAR_SPELLING),
    ],
)
def test_the_reason_is_said(one: str, other: str, why: Reason) -> None:
    found = pair(one, other)
    assert found
    assert (found.why, bool(why.label)) == (why, True)


def test_the_same_ministry_of_two_countries_is_two() -> None:
    assert pair("Ministry of Agriculture", "Министерство сельского хозяйства", "UZ", "UZ")
    assert not pair("Ministry of Agriculture", "Министерство сельского хозяйства", "UZ", "KZ")
    assert not pair("Ministry of Agriculture", "Ministry of Agriculture", "UZ", "KZ")
    assert pair("Министерство юстиции", "Ministry of Justice of Uzbekistan", "UZ", "UZ")


def test_a_domain_in_common_is_enough_unless_both_are_known() -> None:
    domain = frozenset({"example.org"})
    (found,) = likely_pairs([Known(1, ("Zarafshon",), domains=domain), Known(2, ("Guliston",), domains=domain)])
    assert (found.why, found.score) == (Reason.SAME_DOMAIN, 0.9)
    assert not likely_pairs([Known(1, ("UNDP",), domains=domain), Known(2, ("UNEP",), domains=domain)])


def test_many_are_compared_in_any_order_with_one_answer() -> None:
    names = [name for line in SAME.strip().split("\n") for name in line.split(" | ")]
    everybody = [Known(number, (name,)) for number, name in enumerate(names)]
    found = likely_pairs(everybody)
    assert found == likely_pairs(reversed(everybody))
    assert found == sorted(found, key=lambda each: (-each.score, each.first, each.second))
    assert all(each.first < each.second and 0.75 <= each.score <= 1 for each in found)


def test_one_is_compared_with_all() -> None:
    others = [Known(1, ("Ministry of Agriculture of Uzbekistan",)), Known(2, ("Nukus Mining Institute", "НГИ"))]
    one = Known(9, ("Нукусский горный институт",))
    assert [(each.first, each.second) for each in alike(one, others)] == [(9, 2)]
    assert NameIndex.of(others).alike(one) == alike(one, others)
    assert alike(others[0], others) == []


def test_the_search_key_has_every_name_and_its_latin_letters() -> None:
    key = name_key(["Xinjiang Lüyuan", "新疆绿源", "Хоразм", "ʻOrol"])
    assert {"xinjiang", "luyuan", "新疆绿源", "xinjiangluyuan", "хоразм", "khorazm", "orol"} <= set(key.split())
    assert len(name_key(["длинное название " + "я" * 300, "x" * 300])) <= LONGEST_KEY


def test_no_two_known_organisations_share_a_name() -> None:
    names = [form.casefold() for forms in known_names().values() for form in forms]
    assert len(names) == len(set(names))
    assert len(known_names()) >= 150
