"""What access keeps: users, the roles they hold, one-time codes."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

PERSONAL_DATA = "user name of staff; a customer is an id only"


class User(AbstractBaseUser):
    """Somebody who can sign in: a staff member by name and password, or a customer by one-time code."""

    personal_data = PERSONAL_DATA
    id = models.UUIDField(primary_key=True)
    login_name = models.CharField(max_length=80, unique=True)
    display_name = models.CharField(max_length=80, blank=True, default="")
    party_id = models.UUIDField(null=True, unique=True)
    is_active = models.BooleanField(default=True)
    USERNAME_FIELD = "login_name"
    objects = BaseUserManager()
