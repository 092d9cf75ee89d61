"""The application for any WSGI server: `wsgi:app`."""

from registry import create_app

app = create_app()
