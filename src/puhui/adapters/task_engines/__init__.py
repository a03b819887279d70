"""Engines that wake workers. The embedded one is django-tasks' database queue; Celery is the one for many machines."""
