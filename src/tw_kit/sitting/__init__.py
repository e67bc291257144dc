"""What a workbook page says and answers, in plain Python: the same behind a notebook, a room page and a test.

Messages and their answers are in docs/workbook.md.
"""

from tw_kit.sitting.brake import Brake
from tw_kit.sitting.screens import Screen, screens
from tw_kit.sitting.sitting import Sitting
from tw_kit.sitting.view import first_view, view_of
from tw_kit.sitting.words import words_of

__all__ = ["Brake", "Screen", "Sitting", "first_view", "screens", "view_of", "words_of"]
