"""What the parser cannot read, as faults: it speaks English only, and in boxes."""

from __future__ import annotations

from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from tw_kit.app import default_data
from tw_kit.errors import BadInput, Fault
from tw_kit.serve.stopping import Stopped


class _Spoken:
    """Help in the reader's language: the words that typer itself writes are English."""

    def get_help(self, ctx: Any) -> str:
        """The help page."""
        text: str = super().get_help(ctx)  # type: ignore[misc]
        for word in _WORDS_OF_TYPER:
            text = text.replace(*(ctx.obj.voice.content.text(f"cli.help.{word}", each) for each in _from_english(ctx)))
        # On a line of its own, as it is: typer would break a long path in two.
        return f"{text}\n\n{ctx.obj.voice.text('cli.data_folder', folder=str(default_data()))}"

    def get_help_option(self, ctx: Any) -> Any:
        """The option --help, explained."""
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = ctx.obj.voice.text("cli.help.option_help")
        return option


_WORDS_OF_TYPER = (
    "word_usage",
    "word_arguments",
    "word_options",
    "word_commands",
    "word_required",
    "word_default",
)


def _from_english(ctx: Any) -> tuple[str, str]:
    return ("en", ctx.obj.voice.language)


class KitCommand(_Spoken, TyperCommand):
    """A command that names the argument it does not know what to do with."""

    allow_extra_args = True

    def invoke(self, ctx: Any) -> Any:
        """Refuse what was left over, then run; typer would take every request to stop for a Ctrl-C."""
        if ctx.args:
            raise BadInput(Fault("cli.argument_extra", str(ctx.args[0])))
        try:
            return super().invoke(ctx)
        except Stopped as exc:
            raise typer.Exit(exc.exit_code) from exc


class KitGroup(_Spoken, TyperGroup):
    """A group that names the commands it knows."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that the first argument names."""
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            raise BadInput(Fault("cli.command_unknown", args[0], {"known": ", ".join(self.list_commands(ctx))}))
        return super().resolve_command(ctx, args)


def usage_fault(exc: Any) -> Fault:
    """The fault that a usage error of typer, or of the click inside or beside it, stands for.

    By name of its class: which of the two raises it depends on typer's version.
    """
    kind = type(exc).__name__
    param = getattr(exc, "param", None)
    name = getattr(exc, "option_name", None) or (_name(param) if param is not None else "")
    if kind == "NoSuchOption":
        near = ", ".join(getattr(exc, "possibilities", None) or ())
        return Fault("cli.option_unknown_near", name, {"near": near}) if near else Fault("cli.option_unknown", name)
    if kind == "BadOptionUsage":
        return Fault("cli.option_value" if "requires" in str(exc) else "cli.option_no_value", name)
    if kind == "MissingParameter":
        return Fault("cli.argument_missing", name)
    if kind == "BadParameter":
        return Fault("cli.not_a_number", name)  # the parser itself checks numbers only: paths are `readable=False`
    return Fault("cli.usage", "", {"reason": str(getattr(exc, "message", exc)).splitlines()[0]})


def _name(param: Any) -> str:
    """A parameter as a person writes it."""
    if getattr(param, "param_type_name", "") == "option":
        return str(max(param.opts, key=len))
    return str(param.metavar or param.name.upper())


def is_usage_error(exc: BaseException) -> bool:
    """Whether typer raised this for what was written on the command line."""
    return hasattr(exc, "format_message") and getattr(exc, "exit_code", None) is not None
