"""When and where it runs; owns no asset."""
