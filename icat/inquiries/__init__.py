"""The register of inquiries: who asked the team for what about whom, by when it is answered, and the answer."""
