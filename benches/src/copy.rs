//! The invented names and templates that articles are made of.

/// Everything that a template's slots draw from.
#[derive(Clone, Copy)]
pub(crate) struct Words {
    pub(crate) titles: &'static [&'static str],
    pub(crate) first_names: &'static [&'static str],
    pub(crate) surnames: &'static [&'static str],
    pub(crate) places: &'static [&'static str],
    pub(crate) organisations: &'static [&'static str],
    pub(crate) agencies: &'static [&'static str],
    pub(crate) reporters: &'static [&'static str],
    pub(crate) days: &'static [&'static str],
    pub(crate) subheads: &'static [&'static str],
    pub(crate) headlines: &'static [&'static str],
    pub(crate) sentences: &'static [&'static str],
    pub(crate) clauses: &'static [&'static str],
}

/// The words of the plain styles, or with names beyond ASCII.
pub(crate) fn words(wide: bool) -> Words {
    Words {
        titles: TITLES,
        first_names: if wide { WIDE_FIRST_NAMES } else { FIRST_NAMES },
        surnames: if wide { WIDE_SURNAMES } else { SURNAMES },
        places: if wide { WIDE_PLACES } else { PLACES },
        organisations: ORGANISATIONS,
        agencies: &["AP", "Reuters", "AFP"],
        reporters: REPORTERS,
        days: DAYS,
        subheads: SUBHEADS,
        headlines: HEADLINES,
        sentences: SENTENCES,
        clauses: CLAUSES,
    }
}

const TITLES: &[&str] = &[
    "Mr.",
    "Ms.",
    "Dr.",
    "Gov.",
    "Sen.",
    "President",
    "Prime Minister",
    "Foreign Minister",
    "Judge",
    "Gen.",
    "Mayor",
    "Professor",
    "Secretary of State",
];

const FIRST_NAMES: &[&str] = &[
    "Anna", "Tomas", "Leila", "Grace", "Peter", "Miriam", "Joseph", "Sara", "Viktor", "Helen",
    "Daniel", "Ruth", "Omar", "Laura", "Samuel", "Nadia", "George", "Ingrid", "Karl", "Teresa",
];

const WIDE_FIRST_NAMES: &[&str] = &[
    "José",
    "Zoë",
    "Łukasz",
    "Åsa",
    "François",
    "Jürgen",
    "Siân",
    "Đorđe",
    "Núria",
    "Čedomir",
    "Željko",
    "Inês",
    "Bjørn",
    "Renée",
    "Ömer",
    "Şebnem",
];

const SURNAMES: &[&str] = &[
    "Okafor",
    "Lindqvist",
    "Marsh",
    "O'Brien",
    "Petrov",
    "Haddad",
    "Castellanos",
    "Novak",
    "Whitfield",
    "Tanaka",
    "Mbeki",
    "Ferreira",
    "Kowalski",
    "Reyes",
    "MacLeod",
    "Stone",
    "Baptiste",
    "Hollis",
    "Varga",
    "Iyer",
];

const WIDE_SURNAMES: &[&str] = &[
    "Müller",
    "Šimić",
    "Hernández",
    "Świątek",
    "Łoś",
    "Bjørnsen",
    "Gonçalves",
    "Ó Súilleabháin",
    "Yıldız",
    "Dvořák",
    "Citroën",
    "Núñez",
    "Žižka",
    "Ångström",
    "Lefèvre",
];

const PLACES: &[&str] = &[
    "Moscow",
    "Nairobi",
    "the United States",
    "Lima",
    "Geneva",
    "Karachi",
    "Oslo",
    "the U.S.",
    "Beirut",
    "Ottawa",
    "New Zealand",
    "Portland, Oregon",
    "West Africa",
    "Cairo",
    "Springfield",
];

const WIDE_PLACES: &[&str] = &[
    "São Paulo",
    "Bogotá",
    "Córdoba",
    "Zürich",
    "Malmö",
    "Kraków",
    "Québec",
    "Málaga",
    "Tromsø",
    "Chișinău",
    "Yaoundé",
    "İzmir",
];

const ORGANISATIONS: &[&str] = &[
    "the Ministry of Defence",
    "the United Nations",
    "Harlow & Pike Inc.",
    "the Senate",
    "the Northern Rail Union",
    "AT&T",
    "the Central Bank",
    "the World Health Organization",
    "Delta Freight Ltd.",
    "the Supreme Court",
    "NATO",
    "the Progressive Party",
    "St. Mary's Hospital",
];

const REPORTERS: &[&str] =
    &["Jane Holloway", "Marcus Bell", "Ivy Chen and Paul Adeyemi", "Rosa Lind", "Ned Fairweather"];

const DAYS: &[&str] = &[
    "Monday",
    "Tuesday",
    "on Wednesday",
    "last week",
    "on April 12, 2017",
    "Sept. 3",
    "in 2016",
    "at 5:30 p.m.",
    "this month",
    "on Friday evening",
];

const SUBHEADS: &[&str] =
    &["What happens next", "'No going back'", "A long dispute", "Background", "Cost of repairs"];

const HEADLINES: &[&str] = &[
    "{s} and {s} clash over {l} talks",
    "{o} warns of new delays in {l}",
    "{l} court orders {n} families to leave",
    "'It was chaos': {n} hurt as storm hits {l}",
    "{t} denies claims on port deal",
    "{s}: {l} 'must act now' on water",
];

const SENTENCES: &[&str] = &[
    "\"{q},\" {p} said {d}.",
    "\"{q},\" said {t}, who has led {o} since 2009. \"{q}.\"",
    "{t} said {d} that {c}.",
    "According to {o}, {c}.",
    "{p}, a spokesman for {o}, told reporters in {l} that {c}, but he didn't give details.",
    "The U.S. and {l} have disagreed over the plan for more than {n} days.",
    "Officials in {l} put the cost at ${n}.5 million, or 12% of the year's budget.",
    "{o} called the decision \"a serious mistake\" and said it would appeal.",
    "\"We can't say more than that,\" {s} added.",
    "He said there was a \"low level of trust\" between {l} and {l}.",
    "{s} denied that {c}.",
    "The vote, which had been set for {d}, was put off after a long-running row about safety rules.",
    "Police said at least {n} people were taken to hospital, including a 14-year-old girl.",
    "\"{q}. {q},\" she told {o}.",
    "Witnesses described a scene of confusion -- smoke, shouting and broken glass -- near the station.",
    "It wasn't clear {d} who had given the order.",
    "The agreement, signed in 1998, was meant to end two decades of fighting along the border.",
    "{t} and {t} met for two hours in {l} but did not agree on a date.",
    "Shares in {o} fell 3.4 percent to $41.20 after the news.",
    "Asked whether {c}, {s} said: \"I have nothing to add.\"",
    "Workers' groups plan a second march {d}, organisers said.",
    "\"{q},\" the statement said.",
    "More than {n},000 homes were without power as of 6 a.m., {o} reported.",
];

const CLAUSES: &[&str] = &[
    "the bridge will not reopen before the end of the winter",
    "there is no evidence that the files were changed",
    "we are ready to talk, but only if the other side keeps its word",
    "it's the largest increase in rents since the war",
    "the company knew about the fault in March and did nothing",
    "nobody was told that the school would close",
    "the two countries share more than they admit",
    "all of the missing passengers have now been found",
    "prices will have to rise again if the drought goes on",
    "the minister's office had been warned three times",
    "they won't accept a deal that leaves the islands out",
    "the inquiry should hear from the families first",
    "this is a well-known risk and it was ignored",
];
