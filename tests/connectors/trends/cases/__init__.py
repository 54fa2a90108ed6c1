"""What each live source brings to the standard battery: one file a platform, `CASES` in each."""
