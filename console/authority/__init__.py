"""Who may do what on a site: users, roles, areas of responsibility, the session at this desk."""
