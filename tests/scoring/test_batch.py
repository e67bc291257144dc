"""Many pairs at once give what the one-pair function gives."""

import math
from unittest import mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.strategies import instruments, responses
from tw_kit.model import Audience, Instrument, Response
from tw_kit.scoring import Outcome, View, as_float, batch, pair_in_view

SETTINGS = settings(max_examples=60, deadline=None)


@st.composite
def rooms(draw):
    instrument = draw(instruments(max_statements=10))
    seekers = draw(st.lists(responses(instrument, Audience.WORK_SEEKER), max_size=4))
    employers = draw(st.lists(responses(instrument, Audience.EMPLOYER), max_size=3))
    return instrument, seekers, employers


def assert_equal_to_one_pair(instrument, seekers, employers, view):
    table = batch.score_pairs(instrument, seekers, employers, view)
    assert table.block.labels.shape == (len(seekers), len(employers))
    for i, seeker in enumerate(seekers):
        for j, employer in enumerate(employers):
            found = pair_in_view(instrument, seeker, employer, view)
            for way, other in ((found.work_seeker, table.work_seeker), (found.employer, table.employer)):
                assert way.figures.triple == (other.satisfied[i, j], other.known[i, j], other.asked[i, j])
                assert way.figures.conflicts == other.conflicts[i, j]
                assert way.figures.musts_not_met == other.musts_not_met[i, j]
                assert way.figures.musts_unknown == other.must_outcomes[Outcome.UNKNOWN][i, j]
                for outcome, counts in other.outcomes.items():
                    assert list(way.outcomes.values()).count(outcome) == counts[i, j]
                for outcome, counts in other.must_outcomes.items():
                    musts = [r for r in way.reasons if r.ask.is_must and r.outcome is outcome]
                    assert len(musts) == counts[i, j]
            assert found.label is batch.LABELS[table.block.labels[i, j]]
            both = sum(way.figures.musts_not_met for way in found.ways)
            assert both == table.block.musts_not_met[i, j]
            low, fast = as_float(found.mutual.low), float(table.block.mutual_low[i, j])
            assert math.isnan(fast) if low is None else low == fast


@SETTINGS
@given(rooms(), st.sampled_from(View))
def test_many_pairs_equal_one_pair_at_a_time(room, view):
    assert_equal_to_one_pair(*room, view)


@pytest.mark.parametrize("name", ["_TILE_PAIRS", "_EXACT_IN_FLOAT32"])
@settings(max_examples=15, deadline=None)
@given(room=rooms())
def test_neither_tiles_nor_the_width_of_floats_change_anything(name, room):
    with mock.patch.object(batch, name, 2):
        assert_equal_to_one_pair(*room, View.PRACTITIONER)


@SETTINGS
@given(rooms())
def test_blocks_of_a_block_are_the_block(room):
    instrument, seekers, employers = room
    people = batch.encode(instrument, seekers, Audience.WORK_SEEKER)
    others = batch.encode(instrument, employers, Audience.EMPLOYER)
    whole = batch.score_block(people, others)
    streamed = [batch.score_block(people[at : at + 2], others) for at in range(0, len(people), 2)]
    for name in ("labels", "musts_not_met", "mutual_low"):
        parts = [getattr(block, name) for block in streamed]
        np.testing.assert_array_equal(getattr(whole, name), np.vstack(parts) if parts else getattr(whole, name))


def test_people_in_the_wrong_list_are_refused():
    instrument = Instrument(1, ("growth",), ())
    people, others = ([Response(audience)] for audience in Audience)
    with pytest.raises(ValueError, match="must be of the side work_seeker"):
        batch.encode(instrument, others, Audience.WORK_SEEKER)
    blocks = [batch.encode(instrument, each, each[0].audience) for each in (others, people)]
    with pytest.raises(ValueError, match="expected work seekers and employers"):
        batch.score_block(*blocks)
