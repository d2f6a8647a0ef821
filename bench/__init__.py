"""Numbers we promised to keep: ours against a floor, as ratios of one interleaved run."""

from pathlib import Path

ROOT = Path(__file__).parents[1]
