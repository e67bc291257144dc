"""Invented people, grown from the content's personas: to try the kit with, and to test it."""

from tw_kit.sample.grow import SAMPLE_LANGUAGES, grow_people, growing
from tw_kit.sample.write import SAMPLE_MAX, write_sample

__all__ = ["SAMPLE_LANGUAGES", "SAMPLE_MAX", "grow_people", "growing", "write_sample"]
