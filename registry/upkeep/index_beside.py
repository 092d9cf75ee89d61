"""Makes the index of a large registry in a process of its own, whose memory is given back when it ends."""

from registry import create_app
from registry.catalogue.search.following import follower
from registry.db import reading


def main() -> None:
    """Read the settings from the environment, make the index, keep it on disk."""
    with create_app().app_context(), reading():
        follower().make()


if __name__ == "__main__":
    main()
