"""What people have put on the network of a site, shared by all consoles of the machine."""
