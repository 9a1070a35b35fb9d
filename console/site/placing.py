"""Portable earths, cuts, jumpers and mobile generators: placed and removed by people on site."""

from __future__ import annotations

import math
from dataclasses import replace

from console.site.table import SiteTable, record_of
from engines.values.site import Cut, Jumper, MobileGenerator, PortableEarth
from engines.values.validation import InputError


def place_earth(table: SiteTable, bus_id: str, author: str, line_id: str, reason: str) -> PortableEarth:
    """See :meth:`console.site.store.SiteStore.place_earth`."""
    earth = PortableEarth(table.new_id("earth"), bus_id, author, table.now_us, line_id, reason.strip())
    where = f"{line_id} at {bus_id}" if line_id else bus_id
    sentence = _with_reason(f"Portable earth {earth.earth_id} placed on {where} by {author}", reason)
    return table.put("earth", earth, record_of("earth", author, line_id or bus_id, sentence, earth))


def remove_earth(table: SiteTable, earth_id: str, author: str) -> PortableEarth:
    """See :meth:`console.site.store.SiteStore.remove_earth`."""
    earth: PortableEarth = table.need("earth", earth_id)
    element_id = earth.line_id or earth.bus_id
    sentence = f"Portable earth {earth_id} removed from {element_id} by {author}"
    table.remove("earth", earth_id, record_of("earth", author, element_id, sentence, earth, removed_by=author))
    return earth


def cut(table: SiteTable, line_id: str, bus_id: str, author: str, reason: str) -> Cut:
    """See :meth:`console.site.store.SiteStore.cut`."""
    if any((c.line_id, c.bus_id) == (line_id, bus_id) for c in table.all("cut")):
        raise InputError(line_id, f"is cut at {bus_id} already", "look at the list of what is placed")
    made = Cut(table.new_id("cut"), line_id, bus_id, author, table.now_us, reason.strip())
    sentence = _with_reason(f"{line_id} cut at {bus_id} ({made.cut_id}) by {author}", reason)
    return table.put("cut", made, record_of("cut", author, line_id, sentence, made))


def rejoin(table: SiteTable, cut_id: str, author: str) -> Cut:
    """See :meth:`console.site.store.SiteStore.rejoin`."""
    made: Cut = table.need("cut", cut_id)
    sentence = f"{made.line_id} joined again at {made.bus_id} ({cut_id}) by {author}"
    table.remove("cut", cut_id, record_of("cut", author, made.line_id, sentence, made, removed_by=author))
    return made


def place_jumper(
    table: SiteTable, from_bus_id: str, to_bus_id: str, author: str, max_i_ka: float, reason: str
) -> Jumper:
    """See :meth:`console.site.store.SiteStore.place_jumper`."""
    if from_bus_id == to_bus_id:
        raise InputError(from_bus_id, "a jumper joins two buses", "choose another bus for its other end")
    if not math.isnan(max_i_ka) and not 0.0 < max_i_ka < math.inf:
        raise InputError("jumper", f"{max_i_ka} kA is no current it could carry", "give more than 0, or nothing")
    jumper = Jumper(table.new_id("jumper"), from_bus_id, to_bus_id, author, table.now_us, max_i_ka, reason.strip())
    sentence = f"Jumper {jumper.jumper_id} placed between {from_bus_id} and {to_bus_id} by {author}"
    return table.put("jumper", jumper, record_of("jumper", author, from_bus_id, _with_reason(sentence, reason), jumper))


def remove_jumper(table: SiteTable, jumper_id: str, author: str) -> Jumper:
    """See :meth:`console.site.store.SiteStore.remove_jumper`."""
    jumper: Jumper = table.need("jumper", jumper_id)
    sentence = f"Jumper {jumper_id} between {jumper.from_bus_id} and {jumper.to_bus_id} removed by {author}"
    record = record_of("jumper", author, jumper.from_bus_id, sentence, jumper, removed_by=author)
    table.remove("jumper", jumper_id, record)
    return jumper


def place_generator(
    table: SiteTable, bus_id: str, sn_mva: float, author: str, is_running: bool, reason: str
) -> MobileGenerator:
    """See :meth:`console.site.store.SiteStore.place_generator`."""
    if not 0.0 < sn_mva < math.inf:
        raise InputError("mobile generator", f"{sn_mva} MVA is no rating", "give more than 0")
    placed_id = table.new_id("generator")
    generator = MobileGenerator(placed_id, bus_id, sn_mva, author, table.now_us, is_running, reason.strip())
    sentence = f"Mobile generator {placed_id}, {sn_mva:g} MVA, connected at {bus_id} by {author}"
    sentence += ", running" if is_running else ", not running"
    record = record_of("generator", author, bus_id, _with_reason(sentence, reason), generator)
    return table.put("generator", generator, record)


def run_generator(table: SiteTable, generator_id: str, is_running: bool, author: str) -> MobileGenerator:
    """See :meth:`console.site.store.SiteStore.run_generator`."""
    generator: MobileGenerator = table.need("generator", generator_id)
    changed = replace(generator, is_running=is_running)
    verb = "started" if is_running else "stopped"
    sentence = f"Mobile generator {generator_id} at {generator.bus_id} reported {verb} by {author}"
    return table.put("generator", changed, record_of("generator", author, generator.bus_id, sentence, changed))


def remove_generator(table: SiteTable, generator_id: str, author: str) -> MobileGenerator:
    """See :meth:`console.site.store.SiteStore.remove_generator`."""
    generator: MobileGenerator = table.need("generator", generator_id)
    sentence = f"Mobile generator {generator_id} disconnected from {generator.bus_id} by {author}"
    record = record_of("generator", author, generator.bus_id, sentence, generator, removed_by=author)
    table.remove("generator", generator_id, record)
    return generator


def _with_reason(sentence: str, reason: str) -> str:
    return f"{sentence}: {reason.strip()}" if reason.strip() else sentence
