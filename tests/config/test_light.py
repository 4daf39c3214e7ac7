from __future__ import annotations

import subprocess
import sys


def test_the_package_alone_does_not_load_pydantic() -> None:
    look = "import sys, config; sys.exit('pydantic' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", look], check=False).returncode == 0
