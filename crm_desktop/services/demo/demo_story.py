"""The customers the sample story is about, as on the reference day (demo_calendar.STORY_DAY).

Amounts are whole yuan. The words stand in ``resources/demo``; here are keys and figures.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


def on(number: int) -> dt.date:
    """``20260518`` as a day."""
    return dt.date(number // 10_000, number // 100 % 100, number % 100)


@dataclass(frozen=True, slots=True)
class Bought:
    """One sale: when, for how much, and on what terms.

    ``due`` is set for a sale on credit; ``paid`` is when the money came, never if empty.
    ``basket`` fixes the lines as ``(product code, quantity)``; ``near`` keeps the distance from
    today instead of the month, for what falls due soon.
    """

    day: int
    amount: int
    number: int = 0
    due: int = 0
    paid: int = 0
    basket: tuple[tuple[str, int], ...] = ()
    near: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """A customer of the story. ``total`` is what was ever spent, ``orders`` how often in all."""

    key: str
    company: bool
    type: str
    phone: str
    stage: str
    level: str = ""
    tags: tuple[str, ...] = ()
    last_contact: int = 0
    total: int = 0
    sales: tuple[Bought, ...] = ()
    earlier_orders: int = 0
    birthday: tuple[int | None, int, int] | None = None
    since: int = 0


def _monthly(day: int, *amounts: tuple[int, int]) -> tuple[Bought, ...]:
    return tuple(Bought(month * 100 + day, amount) for month, amount in amounts)


_HARVEST = (
    Bought(20240715, 2_450), Bought(20240920, 1_980), Bought(20241112, 2_310),
    Bought(20250108, 1_860), Bought(20250305, 2_120), Bought(20250428, 1_730),
    Bought(20250612, 2_100), Bought(20250717, 2_600), Bought(20250814, 1_800),
    Bought(20250918, 2_400), Bought(20251021, 3_200), Bought(20251106, 1_900),
    Bought(20251125, 2_000), Bought(20251218, 3_100), Bought(20260112, 2_200),
    Bought(20260205, 1_200), Bought(20260304, 1_900), Bought(20260322, 1_500),
    Bought(20260404, 4_700), Bought(20260414, 5_160), Bought(20260428, 4_200),
    Bought(20260507, 5_260),
    Bought(20260516, 8_450, 531, 20260615, 20260615, (("TZ800", 3), ("AZ01", 1))),
    Bought(20260524, 4_710),
    Bought(20260608, 6_590, 603, 20260630, 0, (("FSTM75", 4), ("PP10", 12), ("SYLX", 2))),
)  # fmt: skip

PEOPLE: tuple[Person, ...] = (
    Person("harvest", True, "catering", "138 0571 2260", "repeat", "gold",
           ("catering", "monthly"), 20260618, 86_420, _HARVEST, 2, (None, 9, 3), 20230418),
    Person("chen", False, "home", "139 5716 8802", "loyal", "gold", ("referrer", "villa"),
           20260617, 23_860, (Bought(20250611, 1_240), Bought(20250822, 2_180),
           Bought(20251103, 1_460), Bought(20260120, 980), Bought(20260415, 4_460),
           Bought(20260520, 4_860)), 6, (1979, 6, 18), 20230702),
    Person("galaxy", True, "school", "0571 8826 3309", "repeat", "silver", ("school", "plan"),
           20260612, 41_200, (Bought(20250901, 6_200), Bought(20251128, 3_150),
           Bought(20260226, 2_480), Bought(20260410, 8_590), Bought(20260509, 2_700),
           Bought(20260526, 5_200)), 5, None, 20230828),
    Person("lee", False, "home", "137 3548 0096", "repeat", "silver", ("due",), 20260611, 9_680,
           (Bought(20250622, 2_460, basket=(("FSTM75", 1), ("JSJ600", 1)), near=True),
            Bought(20251220, 40, basket=(("PP10", 2),), near=True), Bought(20260611, 320,
            basket=(("LTLX3", 4),))), 3, (1968, 10, 2), 20240110),
    Person("brightside", True, "office", "0571 8712 4450", "first_purchase", "", ("offices",),
           20260610, 12_800, (Bought(20260512, 2_600), Bought(20260528, 7_200, 588, 20260617),
           Bought(20260610, 3_000))),
    Person("helen", False, "home", "158 6812 7731", "first_purchase", "basic", ("renovated",),
           20260609, 3_280, (Bought(20260609, 3_280, basket=(("JSJ600", 1), ("QZQ40", 1),
           ("AZ01", 3), ("SZ01", 1))),)),
    Person("cloudrest", True, "catering", "136 5710 9918", "loyal", "gold", ("inn", "sites"),
           20260608, 52_350, (Bought(20250630, 2_860), Bought(20250828, 3_140),
           Bought(20251030, 4_250), Bought(20251227, 360, basket=(("HXT10", 8),), near=True),
           Bought(20260228, 2_780), Bought(20260411, 11_250), Bought(20260506, 4_400),
           Bought(20260521, 8_200), Bought(20260608, 880)), 7, None, 20230520),
    Person("peter", False, "home", "135 8890 4412", "prospect", "basic", ("show",), 20260608),
    Person("boya", True, "clinic", "0571 8990 2217", "repeat", "silver", ("clinic", "ro"),
           20260605, 28_900, (Bought(20250620, 2_350), Bought(20250918, 1_860),
           Bought(20251222, 2_240), Bought(20260316, 1_980), Bought(20260418, 6_165),
           Bought(20260514, 2_550), Bought(20260527, 3_800)), 3, None, 20231106),
    Person("may", False, "home", "139 0571 3345", "loyal", "silver", ("referrer",), 20260603,
           15_420, (Bought(20250702, 860, basket=(("FSTM75", 3),), near=True),
           Bought(20251008, 1_260),
           Bought(20260118, 740), Bought(20260417, 3_755), Bought(20260511, 3_980)), 4,
           (1983, 11, 5), 20230925),
    Person("riverside", True, "catering", "138 6805 7120", "repeat", "basic",
           ("catering", "unpaid"), 20260530, 18_760, (Bought(20250811, 3_100),
           Bought(20251117, 2_700), Bought(20260209, 1_850), Bought(20260428, 4_860, 512,
           20260612), Bought(20260522, 1_080)), 2, None, 20240316),
    Person("victor", False, "home", "137 7780 2206", "first_purchase", "basic", ("renter",),
           20260528, 2_980, (Bought(20260528, 2_980, basket=(("JSJ600", 1), ("QZQ40", 1),
           ("AZ01", 1))),)),
    Person("oasis", True, "other", "0571 8655 1023", "repeat", "silver", ("gym", "dispenser"),
           20260526, 22_100, (Bought(20250715, 1_720), Bought(20251013, 1_480),
           Bought(20260112, 1_650), Bought(20260422, 5_225), Bought(20260508, 2_000),
           Bought(20260526, 3_120)), 3, None, 20231220),
    Person("sunny", False, "home", "159 9018 6624", "repeat", "basic", ("family",), 20260521,
           6_240, (Bought(20240716, 2_680, basket=(("MYZ1", 1),)),
           Bought(20250611, 640), Bought(20250914, 580),
           Bought(20260107, 40, basket=(("PP10", 2),), near=True), Bought(20260521, 320,
           basket=(("LTLX3", 4),))), 1, (1991, 6, 21), 20231015),
    Person("huitong", True, "office", "0571 8321 7766", "prospect", "", ("warehouse",), 20260519),
    Person("leo", False, "home", "186 5712 0348", "loyal", "gold", ("villa", "house"), 20260516,
           31_580, (Bought(20250717, 3_460, basket=(("RSJ15", 1), ("RSY10", 3))),
           Bought(20251120, 1_180), Bought(20260412, 8_230), Bought(20260516, 8_640)), 4,
           (1976, 12, 8), 20230611),
    Person("jenny", False, "home", "138 5806 9917", "first_purchase", "basic", (), 20260512,
           3_680, (Bought(20260512, 3_680),)),
    Person("corning", True, "clinic", "0571 8577 3390", "repeat", "silver", ("clinic",),
           20260509, 19_850, (Bought(20250724, 1_720), Bought(20251112, 1_640),
           Bought(20260210, 1_330), Bought(20260420, 4_160), Bought(20260509, 4_200)), 3, None,
           20231201),
    Person("hengzhu", True, "office", "0571 8733 5021", "prospect", "", ("show",), 20260531),
    Person("walter", False, "home", "139 5805 4417", "repeat", "silver", ("villa",), 20260613,
           9_860, (Bought(20250916, 2_360), Bought(20260305, 640)), 2, (1981, 6, 20), 20240226),
    Person("warmsun", True, "other", "0571 8799 6218", "prospect", "", ("family",), 20260616),
    Person("owen", False, "home", "136 0671 8024", "repeat", "silver", ("due",), 20260115, 12_340,
           (Bought(20250120, 560), Bought(20250420, 720), Bought(20250718, 640,
           basket=(("FSTM75", 2), ("AZ01", 1))), Bought(20251017, 380, basket=(("SZ01", 4),)),
           Bought(20260115, 460, basket=(("LTLX3", 4), ("AZ01", 1)))), 5, (1972, 3, 27),
           20230711),
    Person("chunhe", True, "catering", "0571 8706 3952", "repeat", "basic", ("catering",),
           20260220, 9_880, (Bought(20250823, 680), Bought(20251022, 720), Bought(20251221, 540,
           basket=(("AZ01", 4), ("SZ01", 1))), Bought(20260220, 3_200, 412, 20260415, 20260609,
           (("RSJ15", 1), ("AZ01", 3)))), 3, None, 20231018),
    Person("lana", False, "home", "158 5714 6630", "repeat", "basic", ("family",), 20251208,
           8_120, (Bought(20250211, 620), Bought(20250711, 780), Bought(20251208, 540,
           basket=(("AZ01", 4), ("SZ01", 1)))), 3, (1987, 8, 15), 20231130),
    Person("northgate", True, "other", "0571 8815 7743", "repeat", "basic", ("plan",), 20260311,
           7_960, (Bought(20250912, 720), Bought(20251111, 660), Bought(20260110, 580,
           basket=(("AZ01", 4), ("SZ01", 1))), Bought(20260311, 2_860, 468, 20260520, 20260611,
           (("RSJ15", 1),))), 2, None, 20240105),
    Person("guyu", True, "catering", "139 6822 1075", "repeat", "basic", ("catering",), 20260302,
           8_000, (Bought(20251013, 780), Bought(20251117, 640), Bought(20251222, 720),
           Bought(20260126, 520, basket=(("AZ01", 3), ("BY01", 1))), Bought(20260302, 600,
           basket=(("AZ01", 5),))), 3, None, 20231206),
    Person("yaohui", False, "home", "139 6620 0184", "first_purchase", "basic", (), 20260601,
           1_980, (Bought(20260322, 1_980),)),
)  # fmt: skip

HARVEST_PEOPLE = (
    ("shenyue", "138 0571 2260", True),
    ("oldzhou", "137 5811 4096", False),
    ("hekuaiji", "158 6810 2275", False),
)

DEALS = (
    # customer, stage, amount, since, state, expected, follow-up key
    ("peter", "enquiry", 4_280, 20260616, "open", 20260710),
    ("huitong", "enquiry", 18_000, 20260609, "open", 20260730),
    ("hengzhu", "enquiry", 9_600, 20260531, "open", 20260720),
    ("harvest", "survey", 68_000, 20260615, "open", 20260705),
    ("galaxy", "survey", 38_500, 20260612, "open", 20260825),
    ("walter", "quote", 21_800, 20260613, "open", 20260705),
    ("oasis", "quote", 15_200, 20260610, "open", 20260712),
    ("boya", "quote", 12_600, 20260614, "open", 20260630),
    ("brightside", "negotiation", 12_800, 20260615, "open", 20260622),
    ("cloudrest", "negotiation", 5_220, 20260604, "open", 20260701),
    ("warmsun", "negotiation", 8_000, 20260616, "open", 20260624),
    ("leo", "won", 18_600, 20260615, "won", 20260615),
    ("sunny", "won", 3_680, 20260611, "won", 20260611),
    ("corning", "won", 9_800, 20260605, "won", 20260605),
)

OPEN_FOLLOW_UPS = (
    # words, customer, kind, due day (0: none), time, deal
    ("galaxy", "galaxy", "call", 20260615, "15:00", True),
    ("riverside", "riverside", "collect", 20260612, "", False),
    ("peter", "peter", "call", 20260618, "10:00", True),
    ("harvest", "harvest", "visit", 20260618, "14:30", True),
    ("lee", "lee", "wechat", 20260618, "16:00", False),
    ("boya", "boya", "task", 20260618, "", False),
    ("chen_next", "chen", "call", 20260620, "15:00", False),
    ("walter_call", "walter", "call", 20260620, "10:00", True),
    ("brightside_sign", "brightside", "visit", 20260622, "10:00", True),
    ("boya_visit", "boya", "visit", 20260623, "14:00", True),
    ("helen_call", "helen", "call", 20260623, "16:00", False),
    ("huitong_visit", "huitong", "visit", 20260624, "10:00", True),
    ("warmsun_sign", "warmsun", "visit", 20260624, "15:00", True),
    ("cloudrest_call", "cloudrest", "call", 20260625, "11:00", False),
    ("may_call", "may", "call", 20260628, "10:00", False),
    ("oasis_call", "oasis", "call", 20260630, "10:00", True),
    ("sunny_call", "sunny", "call", 20260702, "10:00", False),
    ("jenny_call", "jenny", "call", 20260705, "10:00", False),
    ("oasis_demo", "oasis", "visit", 0, "", False),
    ("hengzhu_next", "hengzhu", "call", 0, "", False),
    ("owen_next", "owen", "call", 0, "", False),
    ("cloudrest_plan", "cloudrest", "visit", 0, "", False),
)

DONE_FOLLOW_UPS = (
    # words, customer, kind, day, time
    ("chen", "chen", "wechat", 20260618, "09:00"),
    ("harvest_sample", "harvest", "visit", 20260617, "14:00"),
    ("brightside_plan", "brightside", "task", 20260616, "10:00"),
    ("leo_signed", "leo", "visit", 20260615, "09:00"),
    ("galaxy_done", "galaxy", "call", 20260612, "10:00"),
    ("lee_wechat", "lee", "wechat", 20260611, "11:00"),
    ("brightside_survey", "brightside", "visit", 20260610, "14:00"),
    ("helen_quote", "helen", "task", 20260609, "10:00"),
    ("peter_show", "peter", "visit", 20260608, "10:00"),
    ("corning_install", "corning", "visit", 20260604, "09:30"),
)

TIMELINE = (
    # customer, words, kind, direction, day, time, minutes
    ("harvest", "harvest_call", "call", "out", 20260618, "09:40", 6),
    ("harvest", "harvest_visit", "visit", "out", 20260522, "14:10", 45),
    ("harvest", "harvest_wechat", "wechat", "out", 20260515, "11:20", 0),
    ("harvest", "harvest_referral", "note", "", 20260510, "10:00", 0),
    ("chen", "birthday", "wechat", "out", 20260618, "09:06", 0),
)

WARRANTIES = (
    # customer, product, quantity, installed, warranty until
    ("galaxy", "ZYJ800", 6, 20230630, 20260630),
    ("boya", "CSJ800", 1, 20240713, 20260713),
    ("leo", "QZQ40", 1, 20230717, 20260717),
    ("harvest", "ZYJ800", 1, 20240322, 20270322),
    ("harvest", "ZYJ800", 1, 20240322, 20270322),
    ("harvest", "QZQ40", 1, 20230418, 20250418),
)
