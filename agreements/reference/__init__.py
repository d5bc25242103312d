"""What every installation begins with: the taxonomy of domains, and a small register to try."""
