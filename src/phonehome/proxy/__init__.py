"""The proxy: a process of its own (python -m phonehome.proxy) and all that imports mitmproxy."""
