"""Two shops' files made one."""
