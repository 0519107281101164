//! Who writes to the mailbox. Hosts, addresses and subjects of providers are facts that the engine knows too; texts,
//! recipients, keys and everybody else are ours.

use super::signer::{Key, Signer};

/// One provider's mail of one kind.
pub struct Sender {
    /// The id under which the engine knows the provider.
    pub provider: &'static str,
    /// The engine's id of the event that subject and text report.
    pub event: &'static str,
    /// The display name of From.
    pub name: &'static str,
    /// The address of From.
    pub address: &'static str,
    /// Subject; `#` stands for a code.
    pub subject: &'static str,
    /// The first paragraphs of the text; `#` stands for the code.
    pub text: &'static [&'static str],
    /// The host of its links.
    pub links: &'static str,
    /// Its signatures, topmost first.
    pub signatures: &'static [Signature],
    /// A display name and an address of somebody who imitates it.
    pub imitation: (&'static str, &'static str),
}

/// How a provider signs.
pub struct Signature {
    /// `d=`.
    pub domain: &'static str,
    /// The key.
    pub key: Key,
    /// `c=`, both halves: true is relaxed.
    pub relaxed: (bool, bool),
    /// `h=`.
    pub headers: &'static str,
}

/// The selector of all keys that are given with the mailbox.
pub const LISTED: &str = "mailbox";
/// The selector of keys that nobody gives: the signature is there and cannot be checked.
pub const UNLISTED: &str = "retired";

const COMMON: &str = "From:To:Subject:Date:Message-ID:MIME-Version:Content-Type";
const OVERSIGNED: &str = "to:from:subject:message-id:date:from:to:cc:subject:date:message-id:reply-to";

const fn signature(domain: &'static str, key: Key, relaxed: (bool, bool), headers: &'static str) -> Signature {
    Signature { domain, key, relaxed, headers }
}

impl Signature {
    /// What signs so, with this selector, at this time.
    pub fn signer(&self, selector: &str, epoch: i64) -> Signer {
        Signer {
            key: self.key,
            domain: self.domain.into(),
            selector: selector.into(),
            relaxed: self.relaxed,
            headers: self.headers.split(':').map(String::from).collect(),
            more: match self.domain {
                // Google's account mail expires its signature after a week.
                "accounts.google.com" => format!("t={epoch}; x={}; dara=google.com;\r\n ", epoch + 604_800),
                _ => format!("q=dns/txt; t={epoch}; "),
            },
            ..Signer::default()
        }
    }
}

/// The seal of Microsoft's mailboxes over what they receive.
pub const SEAL: Signature = signature(
    "microsoft.com",
    Key::Rsa2048,
    (true, true),
    "From:Date:Subject:Message-ID:Content-Type:MIME-Version:X-MS-Exchange-SenderADCheck",
);

/// The signature of newsletters and of people who have a domain.
pub const OWN: Signature = signature("", Key::Rsa2048, (true, true), COMMON);

/// The providers' mails.
pub const SENDERS: [Sender; 12] = [
    Sender {
        provider: "microsoft",
        event: "microsoft.sign_in_code",
        name: "Microsoft account team",
        address: "account-security-noreply@accountprotection.microsoft.com",
        subject: "Your single-use code",
        text: &[
            "We received your request for a single-use code to use with your Microsoft account.",
            "Your single-use code is: #",
            "If you didn't request this code, you can safely ignore this email.",
        ],
        links: "account.microsoft.com",
        signatures: &[signature(
            "accountprotection.microsoft.com",
            Key::Rsa1024,
            (true, true),
            "From:Date:Subject:Message-ID:Content-Type:MIME-Version:X-MS-Exchange-SenderADCheck",
        )],
        imitation: ("Microsoft account team", "account-security@rnicrosoft-account.example"),
    },
    Sender {
        provider: "microsoft",
        event: "microsoft.unusual_sign_in",
        name: "Microsoft account team",
        address: "account-security-noreply@accountprotection.microsoft.com",
        subject: "Microsoft account unusual sign-in activity",
        text: &[
            "Unusual sign-in activity",
            "We detected something unusual about a recent sign-in to the Microsoft account jo*****@mailbox.example.",
        ],
        links: "account.live.com",
        signatures: &[signature(
            "accountprotection.microsoft.com",
            Key::Rsa1024,
            (true, true),
            "From:Date:Subject:Message-ID:Content-Type:MIME-Version:X-MS-Exchange-SenderADCheck",
        )],
        imitation: ("Microsoft account", "no-reply@microsoft-sign-in.example"),
    },
    Sender {
        provider: "amazon",
        event: "amazon.new_account",
        name: "Amazon",
        address: "account-update@amazon.com",
        subject: "Verify your new Amazon account",
        text: &[
            "To verify your email address, please use the following One Time Password (OTP):",
            "#",
            "Amazon takes your account security very seriously.",
        ],
        links: "www.amazon.com",
        signatures: &[
            signature(
                "amazon.com",
                Key::Rsa1024,
                (true, false),
                "Date:From:To:Message-ID:Subject:MIME-Version:Content-Type",
            ),
            signature(
                "amazonses.com",
                Key::Rsa1024,
                (true, false),
                "Date:From:To:Message-ID:Subject:MIME-Version:Content-Type",
            ),
        ],
        imitation: ("Amazon", "account-update@amazon-new-account.example"),
    },
    Sender {
        provider: "amazon",
        event: "amazon.sign_in_code",
        name: "Amazon.com",
        address: "account-update@amazon.com",
        subject: "amazon.com: Sign-in attempt",
        text: &[
            "Someone who knows your password is attempting to sign-in to your account.",
            "If this was you, your verification code is: #",
        ],
        links: "www.amazon.com",
        signatures: &[
            signature(
                "amazon.com",
                Key::Rsa1024,
                (true, false),
                "Date:From:To:Message-ID:Subject:MIME-Version:Content-Type",
            ),
            signature(
                "amazonses.com",
                Key::Rsa1024,
                (true, false),
                "Date:From:To:Message-ID:Subject:MIME-Version:Content-Type",
            ),
        ],
        imitation: ("Amazon.com", "signin@arnazon-alerts.example"),
    },
    Sender {
        provider: "google",
        event: "google.security_alert",
        name: "Google",
        address: "no-reply@accounts.google.com",
        subject: "Security alert",
        text: &[
            "A new sign-in on Windows",
            "We noticed a new sign-in to your Google Account on a Windows device. If this was you, you don't need to do anything.",
        ],
        links: "accounts.google.com",
        signatures: &[signature("accounts.google.com", Key::Rsa2048, (true, true), OVERSIGNED)],
        imitation: ("Google", "no-reply@google-accounts.example"),
    },
    Sender {
        provider: "github",
        event: "github.device_verification",
        name: "GitHub",
        address: "noreply@github.com",
        subject: "[GitHub] Please verify your device",
        text: &[
            "Hey jo!",
            "A sign in attempt requires further verification because we did not recognize your device. To complete the sign in, enter the verification code on the unrecognized device.",
            "Verification code: #",
        ],
        links: "github.com",
        signatures: &[signature(
            "github.com",
            Key::Rsa1024,
            (true, true),
            "Date:From:To:Message-ID:Subject:MIME-Version:Content-Type:Content-Transfer-Encoding",
        )],
        imitation: ("GitHub", "noreply@github-devices.example"),
    },
    Sender {
        provider: "discord",
        event: "discord.new_location",
        name: "Discord",
        address: "noreply@discord.com",
        subject: "Verify Discord Login from New Location",
        text: &[
            "Hey jo,",
            "It looks like someone tried to log into your Discord account from a new location. If this is you, follow the link in the app.",
        ],
        links: "discord.com",
        signatures: &[signature("discord.com", Key::Rsa1024, (true, true), COMMON)],
        imitation: ("Discord", "noreply@discord-login.example"),
    },
    Sender {
        provider: "steam",
        event: "steam.guard_code",
        name: "Steam Support",
        address: "noreply@steampowered.com",
        subject: "Your Steam account: Access from new web or mobile device",
        text: &[
            "Here is the Steam Guard code you need to log in to account jo:",
            "#",
            "This email was generated because of a login attempt from a web or mobile device.",
        ],
        links: "store.steampowered.com",
        signatures: &[signature("steampowered.com", Key::Rsa1024, (true, true), COMMON)],
        imitation: ("Steam Support", "noreply@steam-guard.example"),
    },
    Sender {
        provider: "openai",
        event: "openai.code",
        name: "OpenAI",
        address: "otp@tm1.openai.com",
        subject: "Your ChatGPT code is #",
        text: &["Enter this temporary verification code to continue:", "#"],
        links: "openai.com",
        signatures: &[signature("tm1.openai.com", Key::Rsa2048, (true, true), COMMON)],
        imitation: ("OpenAI", "otp@openai-codes.example"),
    },
    Sender {
        provider: "slack",
        event: "slack.code",
        name: "Slack",
        address: "feedback@slack.com",
        subject: "Slack confirmation code: #",
        text: &[
            "Confirm your email address",
            "Your confirmation code is below. Enter it in your open browser window.",
            "#",
        ],
        links: "slack.com",
        signatures: &[signature("slack.com", Key::Rsa2048, (true, true), COMMON)],
        imitation: ("Slack", "feedback@slack-workspace.example"),
    },
    Sender {
        provider: "reddit",
        event: "reddit.code",
        name: "Reddit",
        address: "noreply@redditmail.com",
        subject: "Your verification code is #",
        text: &["Hi there,", "Your verification code is: #"],
        links: "www.reddit.com",
        signatures: &[signature("redditmail.com", Key::Ed25519, (true, true), COMMON)],
        imitation: ("Reddit", "noreply@reddit-verify.example"),
    },
    Sender {
        provider: "dropbox",
        event: "dropbox.new_sign_in",
        name: "Dropbox",
        address: "no-reply@dropbox.com",
        subject: "We noticed a new sign in to your Dropbox",
        text: &[
            "Hi Jo,",
            "A new web browser just signed in to your Dropbox account. If this was you, there is nothing to do.",
        ],
        links: "www.dropbox.com",
        signatures: &[signature("dropbox.com", Key::Rsa2048, (true, true), COMMON)],
        imitation: ("Dropbox", "no-reply@dropbox-sign-in.example"),
    },
];

/// Shops and papers: name of the list, host.
pub const SHOPS: [(&str, &str); 12] = [
    ("Harbour Lane Books", "mail.harbour-books.example"),
    ("The Copper Kettle", "news.copper-kettle.example"),
    ("Meadow & Thread", "letters.meadow-thread.example"),
    ("Orchard Supply", "mail.orchard-supply.example"),
    ("Lantern Weekly", "lantern-weekly.example"),
    ("Saddle and Stone", "mail.saddle-stone.example"),
    ("Island Ferries", "news.island-ferries.example"),
    ("Pencil Box", "hello.pencil-box.example"),
    ("Valley Museum", "valley-museum.example"),
    ("Marble Arch Cinema", "mail.marble-cinema.example"),
    ("Winter Garden Tickets", "tickets.winter-garden.example"),
    ("Walnut Furniture", "offers.walnut-furniture.example"),
];

/// People: name, address.
pub const PEOPLE: [(&str, &str); 8] = [
    ("Ada Holm", "ada@holm.example"),
    ("Ben Okoro", "ben.okoro@okoro.example"),
    ("Chiara Neri", "chiara@neri.example"),
    ("Dmitri Vale", "dmitri@vale.example"),
    ("Elif Stone", "elif.stone@college.example"),
    ("Finn Marsh", "finn@marsh.example"),
    ("Grace Amari", "grace@amari.example"),
    ("Hugo Lind", "hugo@lind.example"),
];

/// Whose mailbox it is.
pub const OWNER: &str = "jo@mailbox.example";
