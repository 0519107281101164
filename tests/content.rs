//! What texts ask for, in nine languages: attacks, genuine warnings and near misses, all synthetic.

use std::time::{Duration, Instant};

use header_verdict::content::links;
use header_verdict::content::requests::{codes, device_code, money, phones, requests};
use header_verdict::report::{ContentVerdict, Label, Report, RequestKind};
use header_verdict::{Options, analyze};
use proptest::prelude::*;

use RequestKind::{Approve, Call, Credential, Install, Pay, SendCode, SignInLink};

/// Sentences that ask for something, by language.
const ATTACKS: &[(&str, RequestKind, &str)] = &[
    ("en", SendCode, "Please read me the 6-digit code we just texted you."),
    ("en", SendCode, "Reply with the verification code to keep your account."),
    ("en", SendCode, "Hi, I sent you a code by mistake, can you send it back to me?"),
    ("en", SendCode, "Sorry, my login code went to your number by accident. Could you forward it to me please?"),
    ("en", SendCode, "What is the code you received on your phone?"),
    ("en", SendCode, "I need the security code that was texted to you so I can cancel the transfer."),
    ("en", SendCode, "Enter the code on your keypad now to speak to an agent"),
    ("en", SendCode, "Don't worry, just read me the code and the charge is gone."),
    ("en", SendCode, "If this was not you, tell our agent the passcode."),
    ("en", SendCode, "Do not hang up and read the code to the technician."),
    ("en", SendCode, "Someone is trying to get in, so give me the code quickly."),
    ("en", SendCode, "Don't forget to send us the code."),
    ("en", SendCode, "Please s\u{200b}end me the c\u{200b}ode"),
    ("en", SendCode, "Please ѕеnd mе thе соdе"),
    ("en", SendCode, "Ｓｅｎｄ　ｍｅ　ｔｈｅ　ｃｏｄｅ"),
    ("en", SendCode, "𝗦𝗲𝗻𝗱 𝗺𝗲 𝘁𝗵𝗲 𝗰𝗼𝗱𝗲"),
    ("en", SendCode, "Tell me the two-digit number shown in your authenticator"),
    ("en", Approve, "Approve the sign-in request on your phone"),
    ("en", Approve, "When it pops up, just tap Yes on your phone."),
    ("en", Credential, "Give me your password so that I can check the mailbox"),
    ("en", Credential, "Reply with your password to stop the deletion"),
    ("en", Credential, "Enter your recovery phrase to keep your wallet"),
    ("en", Install, "Download AnyDesk so that we can fix it"),
    ("en", Install, "Open Quick Assist and wait for the technician"),
    ("en", Install, "Allow remote access to your computer"),
    ("en", Pay, "Buy three gift cards and scratch them"),
    ("en", Pay, "Move your savings to a safe account"),
    ("en", SignInLink, "Verify your account by clicking the link below"),
    ("en", Call, "If this wasn't you, call +1 (888) 555-0100 now"),
    ("es", SendCode, "Envíenos el código que ha recibido por SMS"),
    ("es", SendCode, "Dígame el código de seis dígitos, por favor"),
    ("es", SendCode, "Te llegó un código por error, ¿me lo reenvías? Reenvíame el código por favor"),
    ("es", SendCode, "Si no solicitó este código, envíenos el código para bloquear la cuenta"),
    ("es", SendCode, "No se preocupe, dicte el código a nuestro agente"),
    ("es", SendCode, "Responda con el código de verificación"),
    ("es", Approve, "Apruebe la notificación en su teléfono"),
    ("es", Credential, "Facilítenos su contraseña para comprobarlo"),
    ("es", Install, "Descargue AnyDesk para ayudarle"),
    ("es", Install, "Permita el acceso remoto al técnico"),
    ("es", Pay, "Compre tres tarjetas de regalo"),
    ("es", SignInLink, "Verifique su cuenta en el siguiente enlace"),
    ("es", Call, "Llame al +34 900 555 010 de inmediato"),
    ("fr", SendCode, "Envoyez-nous le code reçu par SMS"),
    ("fr", SendCode, "Communiquez le code à notre conseiller"),
    ("fr", SendCode, "Ne raccrochez pas et donnez-moi le code"),
    ("fr", SendCode, "Si ce n'est pas vous, envoyez-nous le code"),
    ("fr", SendCode, "Répondez avec le code de vérification"),
    ("fr", SendCode, "J'ai reçu un code par erreur sur ton numéro. Tu peux me l'envoyer ? Envoie-le moi"),
    ("fr", Approve, "Acceptez la notification sur votre téléphone"),
    ("fr", Credential, "Donnez-moi votre mot de passe"),
    ("fr", Install, "Téléchargez TeamViewer pour que le technicien vous aide"),
    ("fr", Install, "Autorisez la prise en main à distance"),
    ("fr", Pay, "Achetez des cartes cadeaux"),
    ("fr", SignInLink, "Vérifiez votre compte en cliquant sur le lien"),
    ("fr", Call, "Appelez le +33 1 99 00 55 01 tout de suite"),
    ("de", SendCode, "Bitte nennen Sie unserem Mitarbeiter den Bestätigungscode"),
    ("de", SendCode, "Schick mir bitte den Code, den du bekommen hast"),
    ("de", SendCode, "Bitte den Code an uns weiterleiten"),
    ("de", SendCode, "Keine Sorge, lesen Sie mir einfach den Code vor"),
    ("de", SendCode, "Falls Sie das nicht waren, senden Sie uns den Code"),
    ("de", SendCode, "Antworten Sie mit dem Code"),
    ("de", SendCode, "Wie lautet der Code, den Sie per SMS erhalten haben?"),
    ("de", Approve, "Bestätigen Sie die Anfrage auf Ihrem Handy"),
    ("de", Credential, "Geben Sie mir Ihr Passwort"),
    ("de", Install, "Bitte AnyDesk herunterladen"),
    ("de", Install, "Erlauben Sie den Fernzugriff"),
    ("de", Pay, "Kaufen Sie Geschenkkarten"),
    ("de", SignInLink, "Bestätigen Sie Ihr Konto über diesen Link"),
    ("de", Call, "Rufen Sie sofort an: +49 30 555 0100 1"),
    ("pt", SendCode, "Envie-nos o código que recebeu por SMS"),
    ("pt", SendCode, "Me passa o código que chegou no seu celular"),
    ("pt", SendCode, "Se não foi você, informe o código ao atendente"),
    ("pt", SendCode, "Não desligue e diga o código ao operador"),
    ("pt", SendCode, "Responda com o código de verificação"),
    ("pt", Approve, "Aprove a notificação no seu celular"),
    ("pt", Credential, "Informe a senha ao nosso atendente"),
    ("pt", Install, "Baixe o AnyDesk para o suporte"),
    ("pt", Install, "Permita o acesso remoto"),
    ("pt", Pay, "Compre cartões presente"),
    ("pt", SignInLink, "Confirme sua conta clicando no link"),
    ("pt", Call, "Ligue para +55 11 5555 0100 agora"),
    ("it", SendCode, "Ci comunichi il codice ricevuto"),
    ("it", SendCode, "Mandami il codice che ti è arrivato"),
    ("it", SendCode, "Se non sei stato tu, comunica il codice all'operatore"),
    ("it", SendCode, "Non riagganci e legga il codice al nostro operatore"),
    ("it", SendCode, "Risponda con il codice di verifica"),
    ("it", Approve, "Approvi la notifica sul telefono"),
    ("it", Credential, "Mi dica la password"),
    ("it", Install, "Scarichi AnyDesk per l'assistenza"),
    ("it", Install, "Consenta l'accesso remoto"),
    ("it", Pay, "Acquisti carte regalo"),
    ("it", SignInLink, "Verifichi il suo account cliccando sul link"),
    ("it", Call, "Chiami subito +39 02 5550 1000"),
    ("nl", SendCode, "Stuur ons de code die u hebt ontvangen"),
    ("nl", SendCode, "Geef de code door aan onze medewerker"),
    ("nl", SendCode, "Als u dit niet was, stuur ons de code"),
    ("nl", SendCode, "Geen zorgen, lees mij gewoon de code voor"),
    ("nl", SendCode, "Antwoord met de verificatiecode"),
    ("nl", Approve, "Accepteer de melding op uw telefoon"),
    ("nl", Credential, "Geef ons uw wachtwoord"),
    ("nl", Install, "Download TeamViewer zodat wij kunnen helpen"),
    ("nl", Install, "Laat de medewerker meekijken"),
    ("nl", Pay, "Koop cadeaukaarten"),
    ("nl", SignInLink, "Bevestig uw account via deze link"),
    ("nl", Call, "Bel direct +31 20 555 0100"),
    ("ja", SendCode, "届いた認証コードを教えてください。"),
    ("ja", SendCode, "間違えてコードを送ってしまいました。そのまま送ってください。"),
    ("ja", SendCode, "電話を切らないで、確認コードを読み上げてください"),
    ("ja", SendCode, "6桁の番号をこちらに返信してください"),
    ("ja", Approve, "スマホの通知を承認してください"),
    ("ja", Credential, "パスワードを教えてください"),
    ("ja", Install, "遠隔操作を許可してください"),
    ("ja", Install, "AnyDeskをインストールしてください"),
    ("ja", Pay, "ギフトカードを購入してください"),
    ("ja", SignInLink, "下記のリンクからアカウントを確認してください"),
    ("ja", Call, "今すぐ 050-5555-0100 にお電話ください"),
    ("zh", SendCode, "请把验证码告诉我"),
    ("zh", SendCode, "麻烦您将收到的验证码发给客服"),
    ("zh", SendCode, "请回复验证码以取消交易"),
    ("zh", SendCode, "不要挂断，请把验证码告诉我们"),
    ("zh", SendCode, "如果不是您本人操作，请提供验证码"),
    ("zh", SendCode, "請把驗證碼告訴我"),
    ("zh", Approve, "请在手机上点击是，批准登录"),
    ("zh", Credential, "请把密码告诉我"),
    ("zh", Install, "请下载AnyDesk"),
    ("zh", Install, "请开启屏幕共享"),
    ("zh", Pay, "请购买礼品卡"),
    ("zh", SignInLink, "请点击链接验证您的账户"),
    ("zh", Call, "请立即致电 +86 10 5555 0100"),
];

/// Sentences of the kind that genuine mail has, and near misses: none asks for anything.
const GENUINE: &[&str] = &[
    "Never share this code with anyone, our support team will not ask for it.",
    "Don't give this code to anybody who calls you, not even support.",
    "Do not forward this code to us.",
    "Do not call, text or email this code to anyone, even support.",
    "Never, under any circumstances, tell this code to a caller.",
    "Your single-use code is: 482913. Only enter this code on an official website.",
    "If you didn't request this code, you can safely ignore this email.",
    "If someone asks you to send them the code, it is a scam; hang up.",
    "Anyone who asks you to read them the code is not from support.",
    "We will never ask you to send us a code or your password.",
    "No employee will ever ask you to tell them the code.",
    "Your code is 482913. Do not share it.",
    "Your code is 482913. Don't send it to me or anyone else.",
    "Here is the code review you asked for, please send comments",
    "Send me the promo code please",
    "Please email me your zip code",
    "Could you send me the source code?",
    "We will send a code to your phone; contact us if it does not arrive.",
    "We texted you a code. Contact support if you did not get it.",
    "Enter the code on the sign-in page to continue.",
    "To stop these messages, reply STOP.",
    "A sign-in was approved on your phone.",
    "Nobody from the bank will ask you to install AnyDesk.",
    "Nunca comparta este código con nadie, ni con nuestro agente.",
    "No comparta el código con ningún agente de soporte.",
    "Su código es 482913. No lo comparta.",
    "Nunca le pediremos que nos envíe el código.",
    "Si no solicitó este código, ignore este mensaje.",
    "Si alguien le pide que comparta el código con un agente, cuelgue.",
    "Envíame el código de descuento",
    "Ne communiquez jamais ce code, même à un conseiller.",
    "Ne partagez ce code avec personne, même pas avec nous.",
    "Nous ne vous demanderons jamais de nous communiquer ce code.",
    "Votre code est 482913. Ne le transmettez pas à un agent.",
    "Si vous n'avez pas demandé ce code, ignorez ce message.",
    "Si quelqu'un vous demande de lui donner le code, raccrochez.",
    "Envoyez-moi le code promo",
    "Geben Sie den Code niemandem weiter, auch nicht unserem Support.",
    "Teilen Sie diesen Code mit niemandem.",
    "Unsere Mitarbeiter werden Sie niemals bitten, uns den Code zu nennen.",
    "Wenn Sie diesen Code nicht angefordert haben, ignorieren Sie diese Nachricht.",
    "Wir senden Ihnen einen Code an Ihr Handy, der uns Ihre Identität zeigt.",
    "Leiten Sie den Code nicht an uns weiter.",
    "Schick mir bitte den Rabatt Code",
    "Não compartilhe este código com ninguém, nem com nosso atendente.",
    "Nunca pediremos que nos envie o código.",
    "Seu código é 482913. Não informe o código a nenhum atendente.",
    "Se não solicitou este código, ignore esta mensagem.",
    "Se alguém pedir que informe o código a um atendente, desligue.",
    "Me envia o código promocional",
    "Non comunichi mai questo codice, nemmeno a un nostro operatore.",
    "Non ti chiederemo mai di inviarci il codice.",
    "Il tuo codice è 482913. Non condividerlo con nessuno.",
    "Se non hai richiesto questo codice, ignora il messaggio.",
    "Se qualcuno ti chiede di comunicare il codice a un operatore, riaggancia.",
    "Mandami il codice sconto",
    "Deel deze code nooit met anderen, ook niet met onze helpdesk.",
    "Wij vragen u nooit om ons de code te sturen.",
    "Geef deze code niet door aan een medewerker.",
    "Als u deze code niet hebt aangevraagd, kunt u dit bericht negeren.",
    "Als iemand vraagt om de code aan een medewerker door te geven, hang op.",
    "Stuur mij de kortingscode",
    "このコードを誰にも教えないでください。",
    "認証コードを他人に教えてはいけません。",
    "当社がお電話でコードをお聞きすることはありません。",
    "コードを画面に入力してください。",
    "プロモーションコードを教えてください",
    "このコードに心当たりがない場合は、このメールを無視してください。",
    "请勿将验证码告诉他人。",
    "验证码482913，请勿泄露给任何人，包括客服。",
    "工作人员不会向您索要验证码。",
    "不要把验证码告诉我们的客服或任何人。",
    "请输入验证码完成登录。",
    "如果不是您本人操作，请忽略本短信。",
    "请把优惠码发给我",
    "請勿將驗證碼提供給他人。",
];

fn kinds(text: &str) -> Vec<RequestKind> {
    requests(text).into_iter().map(|request| request.kind).collect()
}

fn judged(text: &str) -> Report {
    analyze(text.as_bytes(), &Options::default())
}

#[test]
fn every_attack_is_found_in_its_language() {
    let missed: Vec<_> = ATTACKS.iter().filter(|(_, kind, text)| !kinds(text).contains(kind)).collect();
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn no_warning_and_no_near_miss_is_a_request() {
    let found: Vec<_> =
        GENUINE.iter().map(|text| (text, requests(text))).filter(|(_, found)| !found.is_empty()).collect();
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn a_pasted_text_that_asks_for_a_code_an_approval_or_a_credential_is_hostile() {
    for (lang, kind, text) in ATTACKS {
        if matches!(kind, SendCode | Approve | Credential | Install) {
            let report = judged(text);
            assert_eq!(report.verdict.label, Label::HostileRequest, "{lang}: {text}");
            assert_eq!(report.verdict.content, ContentVerdict::Hostile, "{lang}: {text}");
        }
    }
}

#[test]
fn a_pasted_text_that_warns_or_asks_for_nothing_is_not_confirmed() {
    for text in GENUINE {
        assert_eq!(judged(text).verdict.label, Label::NotConfirmed, "{text}");
    }
}

#[test]
fn a_code_that_is_to_be_typed_at_a_device_page_lets_somebody_else_in() {
    for text in [
        "Your meeting is protected. Go to https://microsoft.com/devicelogin and enter the code CXQ7P4M2K to join.",
        "Open aka.ms/devicelogin and type WDJB-MJHT",
        "Gehen Sie auf microsoft.com/devicelogin und geben Sie A1B2C3D4 ein",
        "请打开 microsoft.com/devicelogin，输入代码 F7K2M9QPX",
    ] {
        let report = judged(text);
        assert_eq!(report.verdict.label, Label::HostileRequest, "{text}");
        assert!(report.content.requests.iter().any(|request| request.kind == RequestKind::EnterCode), "{text}");
    }
    for text in [
        "Never type a code at microsoft.com/devicelogin that somebody sent you.",
        "Your order CXQ7P4M2K has left. Follow it at shop.example/device",
        "The page for devices is microsoft.com/devicelogin.evil.example with CXQ7P4M2K",
    ] {
        assert_eq!(judged(text).verdict.label, Label::NotConfirmed, "{text}");
    }
}

/// The shortest of a few runs.
fn time(text: &str) -> Duration {
    let run = || {
        let start = Instant::now();
        assert!(requests(text).len() < 9);
        start.elapsed()
    };
    (0..5).map(|_| run()).min().unwrap_or_default()
}

#[test]
fn a_megabyte_of_text_is_read_in_linear_time() {
    let ordinary = "The meeting moved to Thursday, so please send the notes to everyone before noon and call me back if \
        the room is not free. We will read them on the train and tell the others what was decided. ";
    for (name, part) in [
        ("ordinary", ordinary),
        ("no sentence ends", "send the code not "),
        ("one word", "a"),
        ("unspaced", "请把验证码不要告诉"),
        ("blank lines", "\n \n"),
        ("digits", "1 2-3 "),
        ("commas", "never, "),
    ] {
        let text = |bytes: usize| part.repeat(bytes / part.len());
        let (small, large) = (time(&text(250_000)), time(&text(1_000_000)));
        println!("{name}: 1 MB in {large:?}");
        assert!(large < small * 12 + Duration::from_millis(50), "{name}: {small:?}, then {large:?}");
    }
}

proptest! {
    #[test]
    fn any_text_is_read_without_a_panic(text in any::<String>(), words in prop::collection::vec(
        prop::sample::select(vec![
            "send", "me", "the", "code", "not", ",", ". ", "\n", "\n\n", "don't", "n'", "请", "验证码", "告诉我", "教えて", "コード",
            "\u{200b}", "８", "OO", "555", "-", "+", "(", "$", "microsoft.com/devicelogin", "CXQ7P4M2K", "𝗰𝗼𝗱𝗲", "ß", "\u{301}",
        ]), 0..60))
    {
        for text in [text.clone(), words.concat(), words.join(" "), [text.as_str(), &words.concat()].concat()] {
            for request in requests(&text).iter().chain(&device_code(&text, true)) {
                prop_assert!(request.quote.len() < 200);
            }
            prop_assert!(phones(&text).len() <= 20 && codes(&text).len() <= 20 && money(&text).len() <= 20);
            prop_assert!(links::judge(&text, &text, None).host.len() <= text.len() * 12 + 16);
            let report = analyze(text.as_bytes(), &Options::default());
            prop_assert!(report.verdict.label != Label::GenuineSender);
        }
    }

    #[test]
    fn any_address_is_read_without_a_panic(
        parts in prop::collection::vec(prop::sample::select(vec![
            "https:", "//", "/", "\\", "@", "%", "%2", "%40", "?", "url=", "u=", "&", "#", "__", "www.", "google.com", "urldefense.com/v3/",
            "safelinks.protection.outlook.com", "translate.goog", "0x", "1", ".", "xn--", "[::1]", "é", "\t", "bing.com/ck/a", "a1",
        ]), 0..24))
    {
        let url = parts.concat();
        let link = links::judge("Open", &url, None);
        prop_assert_eq!(link.url, url.clone());
        prop_assert!(links::host(&url).is_none_or(|host| !host.is_empty()));
    }
}
