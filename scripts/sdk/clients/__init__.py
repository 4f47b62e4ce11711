"""One module a client; importing it makes its cases, or fails with ImportError where the client is not installed."""
