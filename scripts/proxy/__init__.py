"""A black-box suite for `gemcache proxy`: each check asks over a socket, in front of an upstream that counts."""
