"""Read-only snapshots: publish and read."""
