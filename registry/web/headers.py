"""Headers on every answer: what a browser may do with our pages."""

from flask import Flask, Response, request, session

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "object-src 'none'",
    )
)

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def init_app(app: Flask, *, is_secure: bool, pictures_from: str = "") -> None:
    """Put the headers on every answer, errors, downloads and static files included.

    `pictures_from` is one more origin that pictures may come from.
    """
    sources = f"img-src 'self' data: {pictures_from}".rstrip()
    named = {**HEADERS, "Content-Security-Policy": POLICY.replace("img-src 'self' data:", sources)}

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in named.items():
            response.headers.setdefault(name, value)
        if is_secure:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
        if request.endpoint == "static":
            return response
        response.vary.add("Cookie")
        if "Cache-Control" not in response.headers:
            personal = bool(session)
            response.headers["Cache-Control"] = "no-store" if personal else "no-cache"
        return response
