"""What is sent to whoever helps: one file, without passwords, without anything of the network."""
