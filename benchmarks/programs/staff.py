"""Rank the people of a company by pay, by age and by name, and sum up each department.

Usage: python staff.py [PEOPLE]
"""

import random
import sys

DEPARTMENTS = ["sales", "support", "research", "design", "legal", "finance"]
SYLLABLES = ["an", "ber", "cla", "do", "el", "fi", "gu", "ha", "in", "jo", "ka", "li", "mo", "na"]


class Person:
    """Someone on the pay-roll."""

    def __init__(self, name, department, age, pay):
        self.name = name
        self.department = department
        self.age = age
        self.pay = pay


def sample_staff(count, seed=17):
    """People with made-up names."""
    numbers = random.Random(seed)
    staff = []
    for _ in range(count):
        name = "".join(numbers.choices(SYLLABLES, k=numbers.randint(2, 4))).capitalize()
        department = numbers.choice(DEPARTMENTS)
        pay = int(numbers.gauss(4200.0, 900.0))
        staff.append(Person(name, department, numbers.randint(18, 66), pay))
    return staff


def by_department(staff):
    """The people of each department, the best paid first, then by name."""
    groups = {}
    for person in staff:
        groups.setdefault(person.department, []).append(person)
    for people in groups.values():
        people.sort(key=lambda person: (-person.pay, person.name))
    return groups


def report(staff, top=3):
    """For each department: its size, the median age, what it pays, and who earns most."""
    groups = by_department(staff)
    lines = []
    for department in sorted(groups):
        people = groups[department]
        ages = sorted(person.age for person in people)
        total = sum(person.pay for person in people)
        names = [person.name for person in people[:top]]
        lines.append((department, len(people), ages[len(ages) // 2], total, names))
    lines.sort(key=lambda line: line[3], reverse=True)
    return lines


def main():
    """Print the report."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    for department, size, age, total, names in report(sample_staff(count)):
        print(f"{department:10} {size:7} people, median age {age}, {total:11} {names}")


if __name__ == "__main__":
    main()
