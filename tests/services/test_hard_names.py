"""Hard names are found first by what people type for them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from crm_desktop.db.store import Store
from crm_desktop.services import search
from crm_desktop.services.contacts import contacts
from crm_desktop.services.contacts.contacts import ContactDraft
from tests.services.hard_names import ASKED, PEOPLE, Person


def fill(session: Session) -> None:
    ids: dict[str, int] = {}
    for person in PEOPLE:
        ids[person.name] = contacts.create(session, _draft(person))
    for person in PEOPLE:
        if person.at:
            contacts.link_person(session, ids[person.at], ids[person.name])


def _draft(person: Person) -> ContactDraft:
    return ContactDraft(
        name=person.name,
        phones=(person.phone,) if person.phone else (),
        wechat=(person.wechat,) if person.wechat else (),
        emails=(person.email,) if person.email else (),
        tags=(person.tag,) if person.tag else (),
        addresses=(person.address,) if person.address else (),
        remark=person.remark,
    )


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """All hard names in one file, only read by the tests."""
    path = tmp_path_factory.mktemp("hard") / "names.crm"
    with Store.create(path) as store:
        store.set_up(fill)
        yield store


@pytest.mark.parametrize(("typed", "first"), ASKED)
def test_the_first_hit_is_who_is_meant(shop: Store, typed: str, first: str) -> None:
    with shop.read() as session:
        hits = search.search(session, typed)
        assert hits and hits[0].name == first, [hit.name for hit in hits]
        assert search.count(session, typed) >= 1


def test_the_table_is_large_enough_to_mean_something() -> None:
    assert len(ASKED) >= 100
    assert {first for _typed, first in ASKED} <= {person.name for person in PEOPLE}


@pytest.mark.parametrize("typed", ["zx", "abz", "wangf", "qqqqqq", "13899", "王方"])
def test_what_is_right_or_too_short_is_not_read_as_a_slip(shop: Store, typed: str) -> None:
    with shop.read() as session:
        found = {hit.name for hit in search.search(session, typed)}
    expected = {"wangf": {"王芳", "王芳芳"}}
    assert found == expected.get(typed, set())


def test_company_and_person_are_found_by_each_other(shop: Store) -> None:
    with shop.read() as session:
        assert {hit.name for hit in search.search(session, "顺达商贸")} == {
            "杭州顺达商贸有限公司",
            "沈悦",
        }
        by_person = search.search(session, "沈悦")
        assert by_person[1].name == "杭州顺达商贸有限公司"
        hit = next(hit for hit in search.search(session, "顺达商贸") if hit.name == "沈悦")
    assert (hit.field, hit.detail) == ("company", "杭州顺达商贸有限公司")
