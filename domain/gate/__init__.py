"""May this term be printed? Lists of names, shapes of names, and a verdict with evidence."""
