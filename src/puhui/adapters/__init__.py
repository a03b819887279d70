"""The outside world behind the ports of the kernel; an embedded adapter beside each remote one."""
