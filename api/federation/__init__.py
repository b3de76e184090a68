"""What is told beyond the installation, and what is gathered."""
