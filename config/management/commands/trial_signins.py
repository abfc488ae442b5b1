"""Prints how to sign in to the demo."""

from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from audit.models import Origin
from config.demo import signins

HEADS = ("Vị trí", "Họ và tên", "Cơ quan", "Tên đăng nhập", "Mật khẩu")


class Command(BaseCommand):
    help = "Print the trial sign-ins of the demo; new passwords when their file is lost."

    def handle(self, **options: Any) -> None:
        if not Origin.objects.filter(is_demo=True, replayed_until__isnull=False).exists():
            raise CommandError("Only a demo that was replayed has trial sign-ins.")
        at = timezone.now()
        rows = signins.table(on=timezone.localdate(at), at=at)
        lines = [HEADS, *((s.role, s.name, s.body, s.email, s.password) for s in rows)]
        widths = [max(len(line[n]) for line in lines) for n in range(len(HEADS))]
        self.stdout.write("Đăng nhập dùng thử / Trial sign-ins")
        for line in lines:
            cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
            self.stdout.write("  " + "  ".join(cells).rstrip())
