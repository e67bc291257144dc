"""site.yaml: what a service provider's own site adds, and nothing invented where it adds nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reports.conftest import Printed
from tests.reports.pages import Pdf, read_html
from tw_kit.content import LANGUAGES
from tw_kit.errors import SiteFaults
from tw_kit.reports.press import make_handouts, make_invitation
from tw_kit.reports.site import Site, read_site

GOOD = """
schema_version: 1
paper: a4
name: {en: Employment Help Antigonish, fr: Aide à l’emploi d’Antigonish}
help:
  - label: {en: "Our desk:", fr: "Notre accueil :"}
    reach: {en: "902-555-0199, https://example.org/desk", fr: "902-555-0199, https://example.org/accueil"}
  - label: {en: "At night:", fr: "La nuit :"}
    reach: {en: "<b>211</b> & #panic()", fr: "<b>211</b> & #panic()"}
invitation:
  place: {en: The old school., fr: La vieille école.}
  when: {en: Tuesdays at seven., fr: "Les mardis, à sept heures."}
  ask: {en: Ring Marie., fr: Appelez Marie.}
"""


@pytest.fixture(scope="module")
def made(press, printed: Printed, tmp_path_factory: pytest.TempPathFactory) -> Path:
    data, out = tmp_path_factory.mktemp("data"), tmp_path_factory.mktemp("site")
    (data / "site.yaml").write_text(GOOD, encoding="utf-8")
    sources = [printed.sources / f"{stem}.json" for stem in ("work_seeker_001", "employer_001")]
    results = [
        *make_handouts(sources, out, data=data, press=press),
        make_invitation(out, data=data, press=press),
    ]
    assert [result.faults for result in results] == [(), (), ()]
    return out


def test_its_contacts_are_printed_as_they_stand(made: Path):
    for path in made.glob("*.en.html"):
        page = read_html(path.read_text(encoding="utf-8"))
        assert "Our desk: 902-555-0199, https://example.org/desk" in page.text
        assert "At night: <b>211</b> & #panic()" in page.text
        assert "Employment Help Antigonish" in page.text
        assert page.all("a") == []
    for path in made.glob("*.fr.pdf"):
        text = Pdf(path).text
        assert "902-555-0199" in text
        assert "<b>211</b> & #panic()" in text
        assert "La nuit" in text


def test_with_contacts_nobody_is_sent_elsewhere(made: Path, content):
    for path in made.glob("*.html"):
        language = path.name.split(".")[1]
        for text in ("handout.help_nobody", "invitation.reach_nobody"):
            assert content.text(text, language) not in path.read_text(encoding="utf-8")


def test_without_any_the_person_who_gave_the_page_is_asked(printed: Printed, content):
    assert content.text("handout.help_nobody", "en").startswith("Ask the person who gave you this.")
    for stem, language, _ in printed.each():
        assert content.text("handout.help_nobody", language) in read_html(printed.html(stem, language)).text


def test_it_may_choose_a4_paper(made: Path):
    found = list(made.glob("*.pdf"))
    assert len(found) == 3 * len(LANGUAGES)
    for path in found:
        reader = Pdf(path).reader
        assert len(reader.pages) <= 2
        assert {(round(p.mediabox.width), round(p.mediabox.height)) for p in reader.pages} == {(595, 842)}


def test_the_invitation_says_when_where_and_whom_to_ask(made: Path):
    text = read_html((made / "employer_invitation.en.html").read_text(encoding="utf-8")).text
    assert "Ring Marie." in text
    assert "The old school. Tuesdays at seven." in text
    pdf = Pdf(made / "employer_invitation.fr.pdf")
    assert len(pdf.reader.pages) == 1
    assert "Appelez Marie." in pdf.text
    assert "<pdfuaid:part>1</pdfuaid:part>" in pdf.xmp


def test_the_invitation_of_a_site_that_says_nothing_is_whole_too(press, content, tmp_path: Path):
    made = make_invitation(tmp_path, keep_notebooks=True, press=press)
    assert sorted(path.name for path in made.files) == sorted(
        f"employer_invitation.{language}.{kind}" for language in LANGUAGES for kind in ("html", "pdf", "ipynb")
    )
    for language in LANGUAGES:
        page = read_html((tmp_path / f"employer_invitation.{language}.html").read_text(encoding="utf-8"))
        assert content.text("invitation.reach_nobody", language) in page.text
        assert len(Pdf(tmp_path / f"employer_invitation.{language}.pdf").reader.pages) == 1


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("help: [{label: {en: a, fr: b}}]", {"content.key_missing": "help.1.reach"}),
        ("name: {en: only English}\ncolour: red", {"content.key_missing": "name.fr", "content.key_unknown": "colour"}),
        ("paper: a3\nhelp: none", {"content.choice_wrong": "paper", "content.list_needed": "help"}),
        ("- a list", {"content.group_needed": ""}),
        ("schema_version: 2\ncolour: red", {"content.schema_newer": ""}),
        ("name: [", {"content.not_yaml": ""}),
        ("name: {en: a, fr: b}\nname: {en: a, fr: b}", {"content.key_doubled": ""}),
        ("a: &x {en: a}\nb: *x", {"content.alias": ""}),
    ],
)
def test_a_faulty_one_is_refused_with_all_its_faults(tmp_path: Path, content, text: str, faults: dict[str, str]):
    path = tmp_path / "site.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SiteFaults) as caught:
        read_site(path)
    assert {fault.message for fault in caught.value.faults} == set(faults)
    for message, place in faults.items():
        assert any(f.message == message and f.place.endswith(place) for f in caught.value.faults)
    for fault in caught.value.faults:
        assert str(path) in content.sentence(fault, "fr")


def test_a_faulty_one_makes_no_handout_and_is_named(press, printed: Printed, tmp_path: Path):
    (tmp_path / "site.yaml").write_text("paper: a3\ncolour: red\n", encoding="utf-8")
    (made,) = make_handouts([next(printed.sources.iterdir())], tmp_path, data=tmp_path, press=press)
    assert {fault.message for fault in made.faults} == {"content.choice_wrong", "content.key_unknown"}
    assert [path.name for path in tmp_path.iterdir()] == ["site.yaml"]


def test_there_may_be_none_or_an_empty_one(tmp_path: Path):
    (tmp_path / "site.yaml").write_text("# nothing yet\n", encoding="utf-8")
    assert read_site(None) == read_site(tmp_path / "gone.yaml") == read_site(tmp_path / "site.yaml") == Site()


def test_one_that_cannot_be_read_is_a_fault_and_no_traceback(tmp_path: Path):
    (tmp_path / "site.yaml").mkdir()
    with pytest.raises(SiteFaults) as caught:
        read_site(tmp_path / "site.yaml")
    assert caught.value.faults[0].message == "content.not_readable"
