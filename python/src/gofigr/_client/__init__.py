"""A connection to a server: signs in, finds objects and fetches them."""
