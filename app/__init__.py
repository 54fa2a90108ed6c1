"""The seller's screen; talks HTTP to the API and nothing else."""
