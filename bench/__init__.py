"""Numbers we promised to keep: ours against a floor, as ratios of one interleaved run."""
