"""Every word a person reads, in English and French: schema, loader, checks, and the YAML itself."""

from tw_kit.content.check import check_folder
from tw_kit.content.load import load_content, packaged_content
from tw_kit.content.schema import LANGUAGES, LOCALES
from tw_kit.content.words import Content

__all__ = ["LANGUAGES", "LOCALES", "Content", "check_folder", "load_content", "packaged_content"]
