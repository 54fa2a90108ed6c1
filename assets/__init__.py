"""What exists, stage by stage."""
