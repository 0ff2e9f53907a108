"""A connection to a server: who signs in, what is found there, how its objects are got."""
