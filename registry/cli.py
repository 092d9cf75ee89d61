"""The `registry` command: a few lines a command, each calling an operation, then commit."""

import json
import os
import sys
from pathlib import Path

import click
from flask import Flask

from registry import create_app
from registry.accounts.operations import add_account, demo_accounts
from registry.accounts.roles import STAFF_ROLES, Role
from registry.audit.queries import first_broken_entry
from registry.config import SettingError, Settings
from registry.db import commit, reading
from registry.languages import LANGUAGES, set_language
from registry.matching.evaluating import evaluate
from registry.matching.telling import told_matches
from registry.partners.checks.loading import read_list, replace_list
from registry.partners.checks.operations import screen_all
from registry.projects.criteria import ProjectCriteria
from registry.projects.filtering import ALL_STATES
from registry.projects.loading import import_file
from registry.refusals import NotFound, Refusal
from registry.reports.exports import FORMATS, export_projects
from registry.reports.shelf.commands import write_file
from registry.spreadsheets.read import SpreadsheetRefused
from registry.upkeep.deliveries import follow_matches, work
from registry.upkeep.demonstration_removal import remove_demonstration
from registry.upkeep.preparing import demo_password, initialise, seed
from registry.upkeep.routes import described_routes
from registry.upkeep.serving import serve as run_server


class Context:
    """The application of this call, made when a command first needs it."""

    def __init__(self) -> None:
        self.settings = Settings.from_environment(os.environ)

    def app(self) -> Flask:
        return create_app(self.settings)


@click.group()
@click.pass_context
def main(context: click.Context) -> None:
    """Investment project registry of the Aral Sea region."""
    try:
        context.obj = Context()
    except SettingError as error:
        raise click.ClickException(str(error)) from None


@main.command()
@click.pass_obj
def init(context: Context) -> None:
    """Migrate the database and load the reference lists; safe to repeat."""
    with context.app().app_context():
        initialise()
    click.echo("The database is ready.")


@main.command("seed")
@click.option("--remove", is_flag=True, help="Take out exactly the demonstration records.")
@click.pass_obj
def seed_command(context: Context, remove: bool) -> None:
    """Load the demonstration records, or take them out."""
    with context.app().app_context():
        initialise()
        if remove:
            kept = remove_demonstration()
            commit()
            click.echo("The demonstration records are removed.")
            for name, number in kept.items():
                if number:
                    click.echo(f"Kept, because real records point to them: {number} {name}.")
        else:
            done = seed(context.settings)
            click.echo("The demonstration records are loaded." if done else "They are loaded already.")
            show_sign_ins(context.settings)


def show_sign_ins(settings: Settings) -> None:
    """Print the demonstration sign-ins."""
    with reading():
        click.echo(f"Demonstration sign-ins, password {demo_password(settings)}")
        for user in demo_accounts():
            click.echo(f"  {user.email:<24} {Role(user.role).value}")


@main.command()
@click.pass_obj
def serve(context: Context) -> None:
    """Serve the registry; in demonstration mode, prepare it first and deliver its mail, too."""
    settings = context.settings
    if settings.demo:
        with context.app().app_context():
            initialise()
            seed(settings)
            show_sign_ins(settings)
        click.echo(f"Messages are written to {settings.data_dir / 'mail'}")
    click.echo(f"The registry: http://{settings.host}:{settings.port}/")
    run_server(settings)


@main.command()
@click.option("--once", is_flag=True, help="Deliver what is due now, then stop.")
@click.pass_obj
def worker(context: Context, once: bool) -> None:
    """Deliver the outbox and do the scheduled work."""
    with context.app().app_context():
        work(context.settings, once=once)


@main.command()
@click.argument("name")
@click.option("--output", required=True, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--language", default="en", type=click.Choice(LANGUAGES))
@click.argument("filters", nargs=-1, metavar="[FILTER=VALUE]...")
@click.pass_obj
def report(context: Context, name: str, output: Path, language: str, filters: tuple[str, ...]) -> None:
    """Write a report of the shelf to a file; its ending (xlsx, csv, json, pdf) picks the format."""
    with context.app().app_context():
        set_language(language)
        try:
            size = write_file(name, output, [one.partition("=")[::2] for one in filters])
        except Refusal as refusal:
            raise click.ClickException(str(refusal)) from None
        commit()
    click.echo(f"{output}: {size} bytes")


@main.group()
def staff() -> None:
    """Accounts of the staff."""


@staff.command("add")
@click.argument("email")
@click.option("--name", required=True)
@click.option("--role", required=True, type=click.Choice([role.value for role in STAFF_ROLES]))
@click.option("--language", default="en", type=click.Choice(LANGUAGES))
@click.pass_obj
def staff_add(context: Context, email: str, name: str, role: str, language: str) -> None:
    """Add a member of staff; the password comes from standard input, without one an invitation is sent."""
    typed = "" if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    with context.app().app_context():
        try:
            add_account(
                email=email,
                name=name,
                role=Role(role),
                language=language,
                by="system",
                password=typed or None,
            )
        except Refusal as refusal:
            raise click.ClickException(str(refusal)) from None
        commit()
    click.echo(f"{email} is added." if typed else f"{email} is added; an invitation is in the outbox.")


@main.group()
def projects() -> None:
    """Projects in and out."""


@projects.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
@click.pass_obj
def projects_import(context: Context, file: Path, dry_run: bool) -> None:
    """Import projects from .xlsx or .csv with the headings of an export: all rows or none."""
    with context.app().app_context():
        try:
            result = import_file(file, by="system", dry_run=dry_run)
        except SpreadsheetRefused as refused:
            raise click.ClickException(f"{file} cannot be read: {refused.reason.replace('_', ' ')}.") from None
        for problem in result.problems:
            click.echo(f"row {problem.row}, {problem.column}: {problem.sentence}", err=True)
        if result.problems:
            raise click.ClickException(f"{len(result.problems)} problems; nothing was imported.")
        if not dry_run:
            commit()
    prefix = "Would be " if dry_run else ""
    click.echo(f"{prefix}added {result.added}, changed {result.changed}, unchanged {result.unchanged}")


@projects.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--language", default="en", type=click.Choice(LANGUAGES))
@click.pass_obj
def projects_export(context: Context, file: Path, language: str) -> None:
    """Export every project to .xlsx or .csv."""
    ending = file.suffix.lower().removeprefix(".")
    if ending not in FORMATS:
        raise click.ClickException(f"{file}: write a name that ends in .xlsx or .csv.")
    with context.app().app_context():
        set_language(language)
        content = export_projects(ProjectCriteria(publication=ALL_STATES), ending, by="system")
        file.write_bytes(content)
        commit()
    click.echo(f"{file} is written.")


@main.command()
@click.option("--project", "reference", help="Only this project.")
@click.option("--partner", "partner_id", type=int, help="Only this partner.")
@click.option("--top", default=5, type=click.IntRange(1, 100), help="So many matches each.")
@click.option("--language", default="en", type=click.Choice(LANGUAGES))
@click.pass_obj
def match(context: Context, reference: str | None, partner_id: int | None, top: int, language: str) -> None:
    """Score again, and print matches with their reasons."""
    with context.app().app_context():
        set_language(language)
        follow_matches()
        try:
            with reading():
                for line in told_matches(reference, partner_id, top):
                    click.echo(line)
        except NotFound:
            raise click.ClickException("There is no such project or partner.") from None


@main.group()
def matching() -> None:
    """The scorer of partners and projects."""


@matching.command("evaluate")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--rankings", type=click.Path(dir_okay=False, path_type=Path), help="Write the first ten here.")
def matching_evaluate(folder: Path, rankings: Path | None) -> None:
    """Measure the scorer on a split of what organisations really joined, or on several in one folder."""
    for line in evaluate(folder, rankings):
        click.echo(line)


@main.group()
def sanctions() -> None:
    """The sanctions list that names of partners are compared with."""


@sanctions.command("load")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_obj
def sanctions_load(context: Context, file: Path) -> None:
    """Put a list (targets.simple.csv of OpenSanctions) in the place of the last one, and screen every partner."""
    with context.app().app_context():
        try:
            found = read_list(file)
            replace_list(found.entries, by="system")
            commit()
            click.echo(f"{len(found.entries)} entries are loaded; {found.left_out} of other kinds are left out.")
            new = screen_all()
            commit()
        except Refusal as refusal:
            raise click.ClickException(str(refusal)) from None
    click.echo(f"Every partner is screened: {new} new names to look at.")


@main.command()
@click.option("--json", "as_json", is_flag=True, help="For machines.")
@click.pass_obj
def routes(context: Context, as_json: bool) -> None:
    """Every route with its methods, audience and permission."""
    found = described_routes(context.app())
    if as_json:
        click.echo(json.dumps(found, indent=2))
        return
    for route in found:
        methods = ",".join(route["methods"])
        click.echo(f"{route['audience']:<8} {route['permission'] or '':<20} {methods:<10} {route['path']}")


@main.group()
def audit() -> None:
    """The audit trail."""


@audit.command("verify")
@click.pass_obj
def audit_verify(context: Context) -> None:
    """Check the chain of the audit trail."""
    with context.app().app_context(), reading():
        broken = first_broken_entry()
    if broken is not None:
        raise click.ClickException(f"The trail is broken at entry {broken.id}.")
    click.echo("The trail is whole.")
