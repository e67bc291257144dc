"""Workshops in a store: a room code, consoles, a stream of events, and whose workbook each participant's is."""

from tw_kit.store.workshops.interface import Begun, Console, Happened, Joined, Workshops
from tw_kit.store.workshops.rooms import checked_room, new_room_code, room_as_written

__all__ = [
    "Begun",
    "Console",
    "Happened",
    "Joined",
    "Workshops",
    "checked_room",
    "new_room_code",
    "room_as_written",
]
