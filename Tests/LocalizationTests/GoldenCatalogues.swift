/// The catalogues that `Golden/Messages.swift` is generated from: every kind of argument, and layouts of every length.
enum GoldenCatalogues {
    static let russian = """
        # A comment is no entry.
        title: "Наведите камеру"
        repeat: "Повторить"
        points.earned: "{count, plural, one {# балл} few {# балла} many {# баллов} other {# балла}} за {service}"
        price.until: "{price, money} до {day, date}"
        visit: "{at, date} в {at, time}: {reason, message}, {role, select, driver {водитель} other {пассажир}}, место {seat, number}"
        terms: |
          <b>Условия</b>

          Скидка {discount, money} для {client}.
        parties.of.a.contract: "{firstPartyOfTheContract}, {secondPartyOfTheContract}, {thirdPartyOfTheContract}, {witnessOfTheContract}"

        """

    static let english = """
        title: "Point your camera"
        repeat: "Repeat"
        points.earned: "{count, plural, one {# point} other {# points}} for {service}"
        price.until: "{price, money} until {day, date}"
        visit: "{at, date} at {at, time}: {reason, message}, {role, select, driver {driver} other {passenger}}, seat {seat, number}"
        terms: |
          <b>Terms</b>

          {client} doesn't pay {discount, money}.
        parties.of.a.contract: "{firstPartyOfTheContract}, {secondPartyOfTheContract}, {thirdPartyOfTheContract}, {witnessOfTheContract}"

        """
}
