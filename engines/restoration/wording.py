"""What steps and plans say; templates of :class:`engines.values.phrase.Phrase`."""

from __future__ import annotations

from engines.values.switching_plan import StepKind

REASONS: dict[tuple[StepKind, str], str] = {
    (StepKind.OPEN, "isolate"): "opens {name} to keep the suspected part dead",
    (StepKind.OPEN, "part"): "opens {name} so that what is picked up stays apart from the rest",
    (StepKind.CLOSE, "prepare"): "closes {name} while both its sides are dead",
    (StepKind.CLOSE, "pick_up"): "closes {name}: supply again for {customers} customers and {load_kw:.0f} kW",
    (StepKind.CLOSE, "extend"): "closes {name}: supply goes on to {customers} customers and {load_kw:.0f} kW more",
    (StepKind.CLOSE, "normal"): "closes {name}, its normal position",
    (StepKind.OPEN, "normal"): "opens {name}, its normal position",
    (StepKind.OPEN, "break_first"): "opens {name} before the other side closes: {why}",
    (StepKind.OPEN, "outage"): "opens {name} to make the part dead for the work",
    (StepKind.CLOSE, "transfer"): "closes {name}: the part beyond is taken over without interruption",
    (StepKind.CLOSE, "shift"): "closes {name}: another feeder takes live load over, so that more can be picked up",
    (StepKind.OPEN, "shift"): "opens {name}, from now on the open point between the two live feeders",
    (StepKind.OPEN, "shift_first"): "opens {name} to move live load to another feeder, before its side closes: {why}",
    (StepKind.CLOSE, "shift_after"): "closes {name}: supply again for {customers} customers and {load_kw:.0f} kW moved",
    (StepKind.CLOSE, "moved"): "closes {name}, operated as in the plan before",
    (StepKind.OPEN, "moved"): "opens {name}, operated as in the plan before",
    (StepKind.RECLOSING_OFF, ""): "switches reclosing off at {name}: a fault must not be closed onto again",
    (StepKind.RECLOSING_ON, ""): "switches reclosing on again at {name}",
    (StepKind.OPEN, "island"): "opens {name} so that a generator feeds nothing but its island",
    (StepKind.ISLAND, ""): "{name} takes its part over as an island: {customers} customers and {load_kw:.0f} kW",
    (StepKind.SHED, ""): "switches {name} off, {load_kw:.0f} kW that may be interrupted",
}

LOCKOUT = "the protection has not locked out yet; plan once it has"
NOT_LOCATED = (
    "the suspected zones hold {held:.1%} of the probability, {level:.1%} is asked for; "
    "patrol first, or accept a lower level"
)
NOTHING_TO_DO = "nothing is to be switched"
NOTHING_TO_PICK_UP = "nothing is to be switched: all that is dark is suspected, kept dead, or out of any switch's reach"
NO_WAY = "no switch that may be operated leads to {load_kw:.0f} kW of what is dark"
BARRED = "{name} cannot be operated"
HELD = "{name} cannot be used: {why}"
LIMITED = "no way was found to supply {load_kw:.0f} kW and {customers} customers more within the limits"
BESIDE_LIMITED = (
    "; the other {load_kw:.0f} kW and {customers} customers are suspected, kept dead, or out of any switch's reach"
)
LEFT = "{load_kw:.0f} kW stay dark that the best plan supplies"
CUT = "without supply during the work: {who}: {why}"
WORKED_ON = "it is what is worked on, or cannot be parted from it"
NO_OTHER_WAY = "no switch that may be operated leads there"
BEYOND_LIMITS = "no way was found that keeps the limits"
CUT_FOR_A_WHILE = "without supply while being taken over: {load_kw:.0f} kW behind {name}: {why}"
SUSPECTED_LIVE = "part of the suspected zones has voltage now; the plan makes it dead"
KEPT_DEAD_LIVE = "a part that must be dead still has voltage at the end"
CHANCE = "chance of closing onto the fault: {chance:.2%}"
COLD_LOAD = "load picked up is counted at {factor:g} times its usual value until it has settled"
NO_CUSTOMERS = "nobody says how many customers there are: only load counts"
DER_AWAY = "generation in what is picked up is not counted on until it has come back"
UNSEEN = "another way, or less, was taken than load flow alone would allow: {why}"
ISLAND_NOTE = (
    "an island's fault level is its generator's: whether its protection trips is not checked, and the generator "
    "must stop before the part is joined to the network again"
)
EXPECTED = "the end state holds for {count} moments expected until {until}"
NO_PROFILES = "the present load is taken for the {hours:g} hours until the repair"
STILL_LIVE = "the part to be worked on would still have voltage"
NOT_NORMAL = "not in their normal position: {names}; they may not be operated now"
