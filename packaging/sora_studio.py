"""Where the bundle starts; with `--worker train` it starts again, as its own training process."""

import multiprocessing

from app.__main__ import main

if __name__ == "__main__":
    multiprocessing.freeze_support()
    raise SystemExit(main())
