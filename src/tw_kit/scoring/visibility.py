"""Who sees which answers: private ones stay with the person until released."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from tw_kit.model import Audience, Instrument, Response
from tw_kit.scoring.pair import Pair, pair

__all__ = ["View", "pair_in_view", "seen_by"]


class View(StrEnum):
    """Whose eyes a pair is seen with."""

    PRACTITIONER = "practitioner"
    WORK_SEEKER = "work_seeker"
    EMPLOYER = "employer"


def seen_by(view: View, instrument: Instrument, response: Response) -> Response:
    """Give a response as somebody may see it.

    Parameters
    ----------
    view : View
        Who looks. A practitioner is one whom the person shares with; that is checked before.
    instrument : Instrument
        Says which statements are private.
    response : Response
        All answers of one person.

    Returns
    -------
    Response
        The whole of it for the person and for a practitioner. For the other side without the answers to private
        statements that were not released, as if they had not been given; answers about statements that the
        instrument does not know are left out too, since nobody can tell whether they are private.

    Notes
    -----
    Source: docs/scoring.md, "Private answers".
    """
    if view is View.PRACTITIONER or view.value == response.audience.value:
        return response
    shown = {s.id for s in instrument.statements if not s.private or s.id in response.released}
    return replace(
        response,
        asks={i: ask for i, ask in response.asks.items() if i in shown},
        offers={i: offer for i, offer in response.offers.items() if i in shown},
        released=response.released & shown,
    )


def pair_in_view(instrument: Instrument, work_seeker: Response, employer: Response, view: View) -> Pair:
    """Score a pair from what somebody may see of it.

    Parameters
    ----------
    instrument : Instrument
    work_seeker, employer : Response
        All answers of the two.
    view : View
        A client sees their own whole response and what the other side has released.

    Returns
    -------
    Pair
        Label, agenda, pivots and smallest change made from it hold nothing that the viewer may not see.

    Raises
    ------
    ValueError
        If the two responses are not one of each side, in this order.

    Notes
    -----
    Source: docs/scoring.md, "Private answers".
    """
    if work_seeker.audience is not Audience.WORK_SEEKER or employer.audience is not Audience.EMPLOYER:
        raise ValueError(
            f"expected a work seeker and an employer, got {work_seeker.audience.value} and {employer.audience.value}"
        )
    view = View(view)
    return pair(instrument, seen_by(view, instrument, work_seeker), seen_by(view, instrument, employer))
