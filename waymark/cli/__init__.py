"""The command `waymark`."""

from __future__ import annotations

import errno
import sys

import click

from waymark import __version__
from waymark.cli.build import build, publish
from waymark.cli.check import check
from waymark.cli.doctor import doctor
from waymark.cli.forget import forget
from waymark.cli.new import new
from waymark.cli.reconcile import reconcile
from waymark.cli.rules import rules
from waymark.cli.run import desk_link, serve, worker
from waymark.errors import WaymarkError

NOT_OUR_FAULT = (
    errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT, errno.ENOTDIR,
)  # fmt: skip
"""What a machine may answer when a disk is full or a folder is not ours to write."""


class OneLineErrors(click.Group):
    """Turn what a person can mend into one line; all other errors keep their traceback."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except WaymarkError as problem:
            click.echo(f"waymark: {problem}", err=True)
            sys.exit(1)
        except OSError as problem:
            if problem.errno not in NOT_OUR_FAULT:
                raise
            place = f"{problem.filename}: " if problem.filename else ""
            click.echo(f"waymark: {place}{problem.strerror}. See `waymark doctor`.", err=True)
            sys.exit(1)


@click.group(cls=OneLineErrors, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="waymark")
def main() -> None:
    """Peer support for people living with depression, from a form to a static page.

    Start with `waymark serve`. When something is wrong, `waymark doctor` says what and how to
    mend it.
    """


for command in (
    serve,
    worker,
    build,
    publish,
    check,
    desk_link,
    new,
    doctor,
    reconcile,
    forget,
    rules,
):
    main.add_command(command)
