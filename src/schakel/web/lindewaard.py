"""The demo: the fictional region Lindewaard with its log, its partners and a person for each role."""

from collections.abc import Callable

from schakel.web.access.models import Hat, Network, Organisation, Person
from schakel.web.access.role import Role
from schakel.web.workspace import Workspace

SLUG = "lindewaard"
ANALYSING = "Gemeente Lindehage"
EXAMPLES_AT = 0.05  # of the region: files that are quick to send and to read
# (name, address, hats: (role, organisation)); fictional people of the fictional region.
PEOPLE: tuple[tuple[str, str, tuple[tuple[Role, str], ...]], ...] = (
    ("Noor Verhagen", "noor", (("director", ANALYSING),)),
    ("Sem Oudejans", "sem", (("analyst", ANALYSING), ("facilitator", ANALYSING))),
    ("Fatima El Amrani", "fatima", (("manager", "Jeugdhulp Oeverlinde"), ("professional", "Jeugdhulp Oeverlinde"))),
    ("Joost Brandsma", "joost", (("professional", "Wijkteam Lindehage"),)),
    ("Marijke Terpstra", "marijke", (("alderman", ANALYSING),)),
    ("Ruben Kamphuis", "ruben", (("council", ANALYSING),)),
    ("Ilse Wouters", "ilse", (("clerk", ANALYSING),)),
    ("Hakan Yildiz", "hakan", (("privacy", ANALYSING),)),
    ("Petra Smeets", "petra", (("administrator", ANALYSING),)),
    ("Wim Dekkers", "wim", (("resident", ANALYSING),)),
)
Tell = Callable[[str, float], None]


def fill_network(names: tuple[str, ...]) -> Network:
    """The network, its organisations by name (those of the people too) and its people; the same each time."""
    network = Network.objects.create(slug=SLUG, name="Lindewaard")
    wanted = dict.fromkeys((*names, *(organisation for _, _, hats in PEOPLE for _, organisation in hats)))
    made = {
        name: Organisation.objects.create(network=network, name=name, analyses=name == ANALYSING) for name in wanted
    }
    for name, address, hats in PEOPLE:
        person = Person.objects.create_user(f"{address}@lindewaard.example", name=name)
        for role, organisation in hats:
            Hat.objects.create(person=person, network=network, organisation=made[organisation], role=role)
    return network


def make_demo(workspace: Workspace, *, scale: float = 1.0, seed: int = 1, on_progress: Tell | None = None) -> Network:
    """The region's log in the workspace, loaded, and the network that sees it."""
    from schakel.orchestration.lindewaard import NETWORK, make_region_log
    from schakel.orchestration.network_file import read_network
    from schakel.web.sharing_desk.demo_grants import fill_grants
    from schakel.web.sharing_desk.demo_publications import fill_sharing

    log = workspace.network(SLUG) / "logs" / SLUG
    snapshot = make_region_log(log, seed=seed, scale=scale, on_progress=on_progress)
    file = workspace.network(SLUG) / NETWORK
    file.write_bytes((log / "source" / NETWORK).read_bytes())
    network = fill_network(tuple(partner.name for partner in read_network(file).partners))
    network.log, network.snapshot = SLUG, snapshot.id
    network.save()
    fill_sharing(network)
    fill_grants(network)
    make_examples(workspace, scale=min(scale, EXAMPLES_AT), seed=seed)
    return network


def make_examples(workspace: Workspace, *, scale: float, seed: int) -> None:
    """Files as the partners would send them, of a small part of the region: to try the import with."""
    from schakel.simulation.as_delivered.folder import as_delivered
    from schakel.simulation.region.lived import lived
    from schakel.simulation.region.plants.plants_file import lindewaard_plants
    from schakel.web.data_desk.examples import write_examples

    write_examples(workspace.network(SLUG), as_delivered(lived(lindewaard_plants(), seed=seed, scale=scale)))
