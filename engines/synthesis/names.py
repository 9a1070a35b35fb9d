"""Made-up names of feeders, stations, streets, people and firms."""

from __future__ import annotations

FEEDER_NAMES = (
    "Harbour", "Old town", "Mill road", "Airport", "Quarry", "Lakeside", "Station", "Hospital", "Campus", "Depot",
    "Orchard", "Foundry", "Vineyard", "Stadium", "Windmill", "Priory", "Meadow", "Brickworks", "Sawmill", "Castle",
    "Riverside", "Market", "Observatory", "Dairy", "Tannery", "Lighthouse", "Garden city", "Woodland", "Cement works",
    "Ferry", "Chapel", "Gasworks", "Brewery", "Racecourse", "Reservoir", "Abbey", "Ironworks", "Moorland", "Bakery",
    "Hillside",
)  # fmt: skip
STATION_NAMES = ("NORTH", "SOUTH", "EAST", "WEST", "CENTRE", "VALLEY", "HEATH", "COAST", "FOREST", "BRIDGE")
STREETS = (
    "Alder lane", "Anchor street", "Barley road", "Beacon hill", "Bell street", "Birch grove", "Canal street",
    "Carter lane", "Cherry walk", "Clover field", "Cooper street", "Dyke road", "Elm avenue", "Falcon way",
    "Fern lane", "Fisher street", "Fox hollow", "Gate street", "Goose green", "Granary road", "Hazel close",
    "Heron quay", "Holly bank", "Juniper way", "Kiln lane", "Larch drive", "Linden square", "Mason street",
    "Miller close", "Nettle lane", "Oak rise", "Otter walk", "Pear tree lane", "Pine street", "Poplar way",
    "Quay side", "Raven street", "Reed lane", "Rope walk", "Rowan close", "Saddler street", "School lane",
    "Sexton hill", "Spring road", "Swan street", "Thistle lane", "Tower street", "Weaver street", "Well lane",
    "Willow bank",
)  # fmt: skip
SURNAMES = (
    "Abel", "Anders", "Bergen", "Bode", "Carsten", "Dahl", "Ebert", "Falk", "Gerlach", "Hansen", "Ibsen", "Jansen",
    "Keller", "Lorenz", "Maas", "Nissen", "Otten", "Petersen", "Quast", "Rohde", "Sander", "Thomsen", "Ulrich",
    "Voss", "Wolters", "Yilmaz", "Ziegler", "Novak", "Rossi", "Silva",
)  # fmt: skip
COMMERCE = (
    "Bakery", "Butchers", "Garage", "Hotel", "Laundry", "Pharmacy", "Restaurant", "Supermarket", "Workshop", "Dentist",
)  # fmt: skip
INDUSTRY = ("Cold store", "Foundry", "Furniture", "Joinery", "Mouldings", "Packaging", "Printing", "Steelwork")
PUBLIC = ("Town hall", "Library", "School", "Swimming pool", "Fire station", "Pumping station", "Court", "Museum")


def station_name(number: int) -> str:
    """Name of the station with this number, from 0: NORTH, SOUTH, ..., NORTH 2, ..."""
    word, turn = STATION_NAMES[number % len(STATION_NAMES)], number // len(STATION_NAMES)
    return f"{word} {turn + 1}" if turn else word


def feeder_name(number: int) -> str:
    """Name of the feeder with this number, from 0: F1 Harbour, F2 Old town, ..."""
    return f"F{number + 1} {FEEDER_NAMES[number % len(FEEDER_NAMES)]}"


def street_name(number: int) -> str:
    """Name of a secondary station; the house number grows when the streets are used up."""
    return f"{STREETS[number * 17 % len(STREETS)]} {2 * (number // len(STREETS)) + 1}"
