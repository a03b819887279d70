"""Ways to sources of data: one that asks over HTTP, and the simulator's world served over HTTP on this machine."""
