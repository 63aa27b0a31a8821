//! What a word does in a sentence, beside what it names.

/// Declares the roles and the section names of `models/lexicon/*.txt` that fill them.
macro_rules! roles {
    ($($(#[$doc:meta])* $name:ident = $section:literal),+ $(,)?) => {
        /// One job of a word in a sentence.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Role { $($(#[$doc])* $name),+ }

        impl Role {
            /// The role filled by a section, written `[section]`.
            pub(crate) fn of_section(section: &str) -> Option<Self> {
                match section {
                    $($section => Some(Self::$name),)+
                    _ => None,
                }
            }
        }
    };
}

roles! {
    /// Known, and neutral: it keeps spelling guesses away.
    Known = "known",
    /// Buying: `beli`, `jajan`.
    Buy = "buy",
    /// Paying: `bayar`.
    Pay = "pay",
    /// Money left, unspecific: `keluar`, `habis`, `kena`.
    Spend = "spend",
    /// Money came, by its own verb: `terima`, `cair`.
    Receive = "receive",
    /// Comes or enters, money or not: `masuk`, `dapat`.
    Come = "come",
    /// Something was given to us: `dikasih`.
    Given = "given",
    /// Somebody paid us: `dibayar`.
    Paid = "paid",
    /// Selling: `jual`, `laku`.
    Sell = "sell",
    /// Money moves: `transfer`, `kirim`.
    Move = "move",
    /// `top up`, `isi saldo`.
    TopUp = "top-up",
    /// `tarik tunai`.
    Withdraw = "withdraw",
    /// `setor tunai`.
    Deposit = "deposit",
    /// `nabung`.
    Save = "save",
    /// We borrow: `pinjam`, `ngutang`.
    Borrow = "borrow",
    /// We lend: `minjemin`, `nalangin`.
    Lend = "lend",
    /// Somebody borrows from us, somebody lends to us.
    LentToUs = "lent-to-us",
    /// `balikin`, `kembalikan`.
    Return = "return",
    /// Money came back to us: `dibalikin`, `dikembalikan`.
    Returned = "returned",
    /// A debt by name: `utang`, `pinjaman`.
    Debt = "debt",
    /// What others owe us: `piutang`.
    Claim = "claim",
    /// `kasih`, `ngasih`.
    Give = "give",
    /// `ke`, `kepada`.
    To = "to",
    /// `buat`, `untuk`.
    For = "for",
    /// `dari`.
    From = "from",
    /// `di`.
    At = "at",
    /// `pake`, `pakai`, `lewat`.
    With = "with",
    /// `sama`, `bareng`: with a person, by a person, and "and".
    By = "by",
    /// `dan`, `plus`.
    And = "and",
    /// `uang`, `duit`: nothing by itself.
    Cash = "cash",
    /// A head that leaves the decision to what follows: `biaya`, `ongkos`, `tiket`.
    Hollow = "hollow",
    /// Mother, child, spouse.
    Kin = "kin",
    /// Any other person: `teman`, `tetangga`.
    Person = "person",
    /// A given name.
    Name = "name",
    /// A client, a customer, a tenant.
    Payer = "payer",
    /// `kantor`, `bos`.
    Employer = "employer",
    /// `sudah`, `tadi`, `barusan`.
    Past = "past",
    /// `pengen`, `mau`.
    Wish = "wish",
    /// `besok`, `rencana`, `akan`.
    Plan = "plan",
    /// `budget`, `anggaran`.
    Budget = "budget",
    /// `target`.
    Goal = "goal",
    /// `ingetin`, `jangan lupa`.
    Reminder = "reminder",
    /// `janji`.
    Promise = "promise",
    /// `gajadi`, `batal`.
    Cancel = "cancel",
    /// `kalau`, `misal`.
    If = "if",
    /// `berapa`, `kapan`.
    Ask = "ask",
    /// What data questions are about: `pengeluaran`, `saldo`.
    Report = "report",
    /// What a request for data starts with: `cek`, `lihat`, `tampilkan`.
    Show = "show",
    /// What a wallet holds: `saldo`, `sisa uang`.
    Balance = "balance",
    /// Greetings and small talk.
    Chat = "chat",
    /// `harga`, `harganya`.
    Price = "price",
    /// `mahal`, `promo`: how prices are talked about.
    Pricey = "pricey",
    /// `naik`, `turun`: of prices, unless it is a vehicle.
    Rise = "rise",
    /// `hapus`, `ubah`: an order about what is recorded.
    Command = "command",
    /// `masih`, `belum`: a state that lasts.
    Still = "still",
    /// `tidak`, `bukan`.
    Not = "not",
    /// `catat`, `lapor`, `input`: asking us to write it down.
    Record = "record",
    /// Only strangers who want something write so: `klik tautan`, `kode otp`.
    Advert = "advert",
    /// How things are offered: `flash sale`, `mulai dari`.
    Offer = "offer",
    /// What belongs to or befell the person named before it: `gajinya`, `ketipu`.
    Theirs = "theirs",
    /// `katanya`, `kabarnya`: told by others.
    Told = "told",
    /// Better this than that: `mending`.
    Compare = "compare",
    /// What is measured without money: `tekanan darah`.
    Measure = "measure",
    /// `jadinya`, `akhirnya`: what follows did happen.
    Turned = "turned",
}

/// A set of roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Roles(u64);

impl Roles {
    pub(crate) const NONE: Self = Self(0);

    pub(crate) const fn one(role: Role) -> Self {
        Self(1 << role as u64)
    }

    pub(crate) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(crate) const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// What of these roles is in the set.
    pub(crate) fn among(self, roles: &[Role]) -> Self {
        roles.iter().filter(|role| self.has(**role)).fold(Self::NONE, |set, role| set.and(Self::one(*role)))
    }

    /// The numbers of the roles in the set, ascending, below 64.
    pub(crate) fn numbers(self) -> impl Iterator<Item = usize> {
        (0..64).filter(move |role| self.0 & (1 << role) != 0)
    }

    pub(crate) const fn has(self, role: Role) -> bool {
        self.0 & (1 << role as u64) != 0
    }
}
