"""The flat table in Flask-Admin: list, search and filters as its documentation sets them up."""

import os

from flask import Flask
from flask_admin import Admin
from flask_admin.contrib.sqla import ModelView
from flask_admin.contrib.sqla.filters import FilterInList
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """The peer's own tables."""


class FlatProject(Base):
    __tablename__ = "projects"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str]
    type: Mapped[str]
    sector: Mapped[str]
    stage: Mapped[str]
    funding: Mapped[str]
    district: Mapped[str]
    instrument: Mapped[str]
    usd: Mapped[int]
    published_at: Mapped[str]
    title: Mapped[str]
    summary: Mapped[str]


class ProjectView(ModelView):
    """Twenty rows a page; a search is LIKE over title and summary, which is all it offers."""

    page_size = 20
    column_list = ("reference", "title", "sector", "stage", "funding", "district", "usd", "published_at")
    column_searchable_list = ("title", "summary")
    column_sortable_list = ("usd", "published_at")
    column_default_sort = ("published_at", True)
    column_filters = tuple(
        FilterInList(getattr(FlatProject, name), name) for name in ("sector", "stage", "funding", "district")
    )
    named_filter_urls = True


def application() -> Flask:
    """The application over the file that FLAT names."""
    app = Flask("peer")
    app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{os.environ['FLAT']}"
    app.config["SECRET_KEY"] = "measured, never shown"
    db = SQLAlchemy(app, model_class=Base)
    Admin(app).add_view(ProjectView(FlatProject, db.session, endpoint="projects"))
    return app
