//! What texts ask for, in ten languages: attacks, genuine warnings and near misses, all synthetic.

mod support;

use std::time::{Duration, Instant};

use header_verdict::content::requests::{codes, device_code, money, phones, requests};
use header_verdict::content::text::Anchor;
use header_verdict::content::{ImageCode, links};
use header_verdict::report::{ContentVerdict, FoundIn, Label, Link, LinkKind, Report, RequestKind};
use header_verdict::{Options, analyze};
use proptest::prelude::*;
use support::qr::drawn;

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
    ("es", SendCode, "Si no pidió este código, díganos el código para anularlo."),
    ("es", SendCode, "Le enviamos el código que solicitó. Díganoslo ahora."),
    ("fr", SendCode, "Si vous n'avez pas demandé ce code, envoyez-le nous."),
    ("fr", SendCode, "Vous n'avez pas demandé ce paiement ? Dites-nous le code."),
    ("de", SendCode, "Legen Sie jetzt nicht auf und nennen Sie mir den Code."),
    ("de", SendCode, "Wenn Sie diesen Code nicht angefordert haben, teilen Sie uns den Code mit."),
    ("de", SendCode, "Wenn Sie den Code nicht angefordert haben, senden Sie ihn uns bitte, diesen Code."),
    ("pt", SendCode, "Se não pediu este código, informe o código ao atendente."),
    ("ja", SendCode, "心当たりがない場合は、認証コードをお知らせください。"),
    ("zh", SendCode, "如果您没有请求验证码，请把验证码告诉我们"),
    ("en", Approve, "If you did not start this, approve the request on your phone to stop it."),
    ("en", Approve, "We started the migration. Approve the request on your phone."),
    ("en", Approve, "If this was not you, approve the prompt on your phone."),
    ("de", Approve, "Wenn Sie das nicht waren, bestätigen Sie die Anfrage auf Ihrem Handy."),
    ("en", SendCode, "We need your code to protect your account"),
    ("en", SendCode, "Please read out the six digits to me now"),
    ("en", SendCode, "State the 6-digit code please"),
    ("es", SendCode, "Dígame los seis dígitos del mensaje"),
    ("fr", SendCode, "Donnez-moi les six chiffres"),
    ("de", SendCode, "Nennen Sie mir die sechs Ziffern"),
    ("pt", SendCode, "Me diga, ou melhor, informe os seis dígitos ao atendente"),
    ("it", SendCode, "Mi legga, anzi dimmi le sei cifre"),
    ("nl", SendCode, "Geef mij de zes cijfers"),
    ("es", Approve, "Apruebe la transferencia para cancelarla, es decir, para anular el cargo"),
    ("fr", Approve, "Validez le paiement pour annuler"),
    ("de", Approve, "Bestätigen Sie die Überweisung, um sie zu stornieren"),
    ("pt", Approve, "Autorize a transferência para cancelar"),
    ("it", Approve, "Approvi il bonifico per annullarlo"),
    ("nl", Approve, "Keur de betaling goed om die te annuleren"),
    ("pl", SendCode, "Proszę podać kod, który Pani dostała"),
    ("pl", SendCode, "Podaj mi ten kod z telefonu"),
    ("pl", SendCode, "Możesz mi wysłać kod BLIK?"),
    ("pl", SendCode, "Przyjdzie kod. Prześlij go nam od razu."),
    ("pl", SendCode, "Jeśli to nie Ty, podaj kod naszemu konsultantowi"),
    ("pl", SendCode, "Proszę się nie rozłączać i odczytać nam kod"),
    ("pl", Credential, "Podaj nam swoje hasło"),
    ("pl", Approve, "Zatwierdź powiadomienie na ekranie, w telefonie"),
    ("pl", Approve, "Potwierdź przelew, aby go anulować"),
    ("pl", Install, "Proszę pobrać TeamViewer"),
    ("pl", Install, "Zezwól na zdalny dostęp"),
    ("pl", Pay, "Kup karty podarunkowe"),
    ("pl", Pay, "Przelej środki na bezpieczne konto"),
    ("pl", SignInLink, "Potwierdź konto, klikając link"),
    ("pl", Call, "Zadzwoń od razu: +48 22 555 01 42"),
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
    "Twój kod to 482913. Nigdy nie podawaj go nikomu.",
    "Nie podawaj kodu nikomu, nawet pracownikowi banku.",
    "Jeśli ktoś poprosi Cię o podanie kodu konsultantowi, rozłącz się.",
    "Nasz pracownik nigdy nie poprosi, żeby podać mu kod.",
    "Wpisz kod, który otrzymałeś, na stronie logowania.",
    "Podaj na stronie kod, który otrzymałeś SMS-em.",
    "Jeśli to Ty, zatwierdź logowanie w aplikacji na telefonie.",
    "Jeśli nie prosiłeś o ten kod, zignoruj tę wiadomość.",
    "Prześlij mi kod rabatowy",
    "Tel. +48 22 555 01 42",
    "Please have the last four digits of your card ready and tell us.",
    "Nennen Sie uns die letzten vier Ziffern der Karte.",
    "Confirme el pedido para recibirlo mañana.",
    "If you started this sign-in, approve the request on your phone.",
    "Approve or deny the sign-in request in the app on your phone.",
    "Accept the prompt on your phone if this was you.",
    "Genehmigen Sie die Anmeldung auf Ihrem Handy, falls Sie es waren.",
    "We need you to confirm your address by entering the code.",
    "We require a code to protect your sign-in.",
    "Geben Sie den Code ein, um uns die Adresse zu zeigen.",
    "So wie Sie den Code erhalten haben, ist er gültig.",
    "Give the code to our staff at the counter.",
    "Zeigen und nennen Sie den Code unserem Mitarbeiter am Schalter.",
    "Informe o código ao atendente da loja.",
    "Phone: +39 06 5550 0100",
    "Telefon: +49 30 5555 0100",
    "Si no solicitó esta clave, díganoslo.",
    "¿No pidió el código? Díganos qué ocurrió.",
    "Nunca le pedirán el código. Si lo hacen, díganoslo.",
    "Vous n'avez pas demandé de mot de passe ? Dites-le nous.",
    "Si vous n'êtes pas à l'origine de ce code, dites-le nous.",
    "Wenn du den Code nicht angefordert hast, teile uns das mit.",
    "Falls Sie kein Passwort angefordert haben, sagen Sie uns Bescheid.",
    "Se não solicitou a senha, informe-nos.",
    "Não pediu este código? Fale com o suporte.",
    "パスワードのリセットをリクエストしていない場合は、お知らせください。",
    "この認証コードに心当たりがない場合は、サポートまでお知らせください。",
    "您没有申请验证码的话，请告诉我们。",
    "如果您未请求密码重置，请告知我们。",
    "请把优惠码发给我",
    "請勿將驗證碼提供給他人。",
];

/// Whole texts as people paste them, by language: a message, a chat, what a caller said. Each asks for a
/// code, an approval or a credential.
const HOSTILE: &[(&str, &str)] = &[
    (
        "en",
        "Hello, this is Amazon security. Someone ordered a phone with your account. To cancel it I need you to tell me the six digit number that was just sent to you.",
    ),
    ("en", "Hey its Anna, i lost my phone, insta is sending a code to you, can u send me a screenshot of it"),
    ("en", "hey can you do me a favor? whatsapp sent you a 6 digit code by sms by accident, please give it to me"),
    ("en", "Your bank account has been limited. Text back the OTP to verify that it's you."),
    ("en", "Caller said he was from Microsoft and that I must read out the verification code to him"),
    ("en", "To receive your refund share the OTP with our delivery agent"),
    ("en", "You will get a code in a minute. Kindly forward it to this number."),
    ("en", "Can you confirm the code you just got? We need it to stop the hacker."),
    ("en", "You'll get a pop-up on your phone, please approve it so we can finish the migration."),
    ("en", "IT helpdesk: we are updating MFA. Please accept the Duo push on your phone."),
    ("en", "Provide the 2FA code to our support chat within 10 minutes or lose access"),
    ("en", "could you pls send the code u got"),
    ("en", "We have sent you a PIN. Please quote it to our adviser."),
    ("en", "Please verify your identity by sending us the security code we texted."),
    ("en", "Send your email password to admin to avoid closure"),
    ("en", "Please read the code back to me"),
    ("en", "just give me the code"),
    ("es", "Hola, te mandé por error un código de 6 dígitos por SMS, ¿me lo puedes pasar?"),
    ("es", "Hola, soy del banco. Para cancelar la operación necesito que me diga el código que le acaba de llegar."),
    ("es", "Le llegará un código por SMS, por favor díctemelo"),
    ("es", "Para recuperar su cuenta, envíe el código de verificación a este número"),
    ("es", "Comparta el código OTP con nuestro asesor"),
    ("es", "Acepte la solicitud de inicio de sesión en su móvil"),
    (
        "fr",
        "Bonjour, c'est le service fraude de votre banque. Pouvez-vous me lire le code que vous venez de recevoir ?",
    ),
    ("fr", "Salut, je t'ai envoyé un code par erreur, tu peux me le donner ?"),
    ("fr", "Merci de nous transmettre le code de sécurité reçu par SMS"),
    ("fr", "Validez la demande de connexion dans votre application"),
    ("fr", "Pour annuler l'opération, veuillez communiquer le code à notre conseiller"),
    ("de", "Hallo, ich habe dir aus Versehen einen Code geschickt, kannst du ihn mir bitte schicken?"),
    ("de", "Hier ist Ihre Bank. Bitte teilen Sie mir die TAN mit, die Sie gerade erhalten haben."),
    ("de", "Um die Buchung zu stornieren, nennen Sie uns bitte die TAN"),
    ("de", "Können Sie mir den Code durchgeben, der gerade gekommen ist?"),
    ("de", "Bitte geben Sie die Anmeldung in Ihrer App frei"),
    ("pt", "Oi, te enviei um código por engano, pode me mandar?"),
    ("pt", "Aqui é do banco. Por favor me informe o código de 6 dígitos que chegou por SMS."),
    ("pt", "Para cancelar a compra, responda esta mensagem com o código"),
    ("pt", "Aceite a solicitação de login no seu aplicativo"),
    ("it", "Ciao, ti ho mandato per sbaglio un codice via SMS, me lo puoi inviare?"),
    ("it", "Siamo la sua banca, ci dica il codice OTP appena ricevuto per bloccare il pagamento"),
    ("it", "Per annullare l'operazione comunichi il codice al nostro operatore"),
    ("it", "Accetti la richiesta di accesso sul suo telefono"),
    ("nl", "Hoi, ik heb per ongeluk een code naar jou gestuurd, kun je die naar mij doorsturen?"),
    ("nl", "U spreekt met uw bank. Kunt u mij de code voorlezen die u net hebt ontvangen?"),
    ("nl", "Geef de sms-code door aan onze medewerker om de betaling te stoppen"),
    ("nl", "Keur het inlogverzoek goed in uw app"),
    ("ja", "お客様のアカウントを守るため、SMSで届いた6桁の番号を教えてください。"),
    ("ja", "友達です。間違ってあなたの番号で登録しちゃった。届いたコード送ってくれる？"),
    ("ja", "サポートです。認証コードをお伝えいただけますか"),
    ("ja", "届いた認証コードをこのチャットに貼り付けてください"),
    ("ja", "ログイン通知が出たら承認してください"),
    ("zh", "你好，我是客服，请您把刚收到的六位数验证码念给我"),
    ("zh", "我不小心把验证码发到你手机上了，能发给我吗？"),
    ("zh", "为了取消订单，请提供您收到的短信验证码"),
    ("zh", "亲，麻烦把验证码发一下"),
    ("zh", "您的手机会弹出登录请求，请点击同意"),
    (
        "en",
        "This is the fraud department. To block the payment, please tell me the one-time passcode you see on your screen.",
    ),
    ("en", "I accidentally used your number to sign up, pls forward me the 6 digits you just received"),
    ("en", "Reply to this text with the code to confirm your identity"),
    ("en", "We need your authenticator code, share it with our support agent"),
    ("en", "Hit approve on your phone when the prompt shows up"),
    ("es", "Buenas, le llamo de soporte técnico, ¿me puede leer el código que aparece en su pantalla?"),
    ("es", "Conteste este mensaje con el código que recibió"),
    ("es", "¿Me mandas el código que te acaba de llegar?"),
    ("fr", "C'est le support. Donnez-nous le code affiché sur votre écran"),
    ("fr", "Peux-tu m'envoyer le code que tu viens de recevoir ?"),
    ("de", "Hier der Support. Bitte lesen Sie mir den Code auf Ihrem Bildschirm vor."),
    ("de", "Kannst du mir den Code weiterleiten, den du gerade bekommen hast?"),
    ("pt", "Suporte: por favor nos informe o código que apareceu na tela"),
    ("pt", "Pode me enviar o código que chegou aí?"),
    ("it", "Puoi mandarmi il codice che ti è appena arrivato?"),
    ("it", "Assistenza: ci fornisca il codice visualizzato sullo schermo"),
    ("nl", "Kun je me de code sturen die je net hebt gekregen?"),
    ("nl", "Lees de code op uw scherm voor aan onze medewerker"),
    ("ja", "画面に表示されたコードを担当者にお伝えください"),
    ("ja", "届いた番号をこのメッセージに返信してください"),
    ("zh", "请将屏幕上的验证码告知工作人员"),
    ("zh", "麻烦把你收到的验证码转发给我"),
];

/// Whole texts of the same kind that ask for none of these.
const ORDINARY: &[(&str, &str)] = &[
    ("en", "123456 is your Facebook password reset code"),
    ("en", "G-482913 is your Google verification code. Don't share it with anyone."),
    ("en", "Use 482913 to verify your account. We'll never call you to ask for this code. Reply STOP to opt out."),
    ("en", "Microsoft: use code 482913 to sign in. If this wasn't you, go to account.microsoft.com."),
    (
        "en",
        "Your OTP is 482913. It is valid for 10 minutes. Bank staff will never ask you for it. Call us on the number on your card if you did not request it.",
    ),
    ("en", "We received a request to sign in. If it was you, enter the code in the app. If not, change your password."),
    ("en", "Hi mum, can you send me the recipe code book?"),
    ("en", "Your delivery driver will ask you for the code 4821 at the door."),
    ("en", "Please send your feedback to our support team. Your ticket code is T-381."),
    ("en", "The agent can send you a new code if the old one has expired."),
    ("en", "Ask support to send you a code"),
    ("en", "Our support team can help you if you did not receive the code."),
    ("en", "Please don't reply to this message with your code; nobody reads it."),
    ("en", "We noticed a new sign-in. Tap No on your phone if it was not you."),
    ("en", "Can you call me back? I forgot the code to the garage"),
    ("en", "The password was changed. Contact us if you did not do this."),
    ("en", "Please update your address in your account settings"),
    ("es", "Tu código de WhatsApp es 482-913. No compartas este código con nadie."),
    ("es", "482913 es su clave de un solo uso. El banco nunca se la pedirá por teléfono."),
    ("es", "No facilite su clave a nadie, tampoco si le llaman de parte del banco."),
    ("es", "Introduzca el código en la pantalla de inicio de sesión"),
    ("fr", "Votre code de validation est 482913. Ne le donnez à personne, même à la banque."),
    ("fr", "Saisissez le code dans l'application pour confirmer votre adresse"),
    ("fr", "Nos conseillers ne vous demanderont jamais votre code par téléphone."),
    ("de", "Ihr Code lautet 482913. Geben Sie ihn an niemanden weiter."),
    ("de", "Ihre TAN für die Überweisung ist 482913. Wir fragen Sie nie am Telefon nach einer TAN."),
    ("de", "Geben Sie den Code auf der Anmeldeseite ein."),
    ("pt", "Seu código do WhatsApp: 482-913. Não o compartilhe."),
    ("pt", "O banco nunca liga para pedir a sua senha ou o código."),
    ("pt", "Digite o código no aplicativo para continuar"),
    ("it", "Il codice è 482913. Non comunicarlo a nessuno, nemmeno al servizio clienti."),
    ("it", "La banca non le chiederà mai il codice per telefono."),
    ("it", "Inserisca il codice nella pagina di accesso"),
    ("nl", "Uw code is 482913. Deel deze met niemand, ook niet met een medewerker van de bank."),
    ("nl", "De bank vraagt u nooit om uw code of wachtwoord door te geven."),
    ("nl", "Vul de code in op de inlogpagina"),
    ("ja", "【銀行】ワンタイムパスワードは482913です。他人には絶対に教えないでください。"),
    ("ja", "認証コード: 482913 このコードを第三者と共有しないでください。"),
    ("ja", "行員がパスワードをお尋ねすることは決してありません。"),
    ("ja", "パスワードを忘れた場合は、こちらから再設定してください。"),
    ("zh", "【微信】验证码482913，打死都不要告诉别人！"),
    ("zh", "您的验证码是482913，10分钟内有效，请勿转发给他人。"),
    ("zh", "银行不会以任何理由要求您提供验证码。"),
    ("zh", "如非本人操作，请致电官方客服。"),
    ("en", "What's the code?"),
    (
        "en",
        "Please use the following security code for the account jo**@mailbox.example. Security code: 482913. If you don't recognize the account, you can click here to remove your email address from it.",
    ),
    (
        "en",
        "Don't share this OTP with anyone. We take your account security seriously. Customer service will never ask you to disclose or verify your password, OTP, credit card or banking account number. If you receive a suspicious email with a link to update your account information, do not click on the link, instead report the email to us.",
    ),
    (
        "en",
        "Someone tried to log in to your account. If this was you, please use the following code to confirm your identity: 482913. If this wasn't you, you don't need to do anything. Contact us at our help centre. We'll never ask you to send your code.",
    ),
    (
        "en",
        "We don't ask for your password over email, chat or phone. If someone asks you for it, tell us. Give the code only to yourself.",
    ),
    (
        "en",
        "Your verification code: 482913. It expires in ten minutes. Thanks, The Support Team. Replies to this message are not read by our staff.",
    ),
    ("en", "To finish setting up, tap the notification we sent to your phone, or enter the code below."),
    (
        "en",
        "A sign-in attempt requires further verification because we did not recognize your device. To complete the sign in, enter the verification code on the unrecognized device. Verification code: 482913. If you did not attempt to sign in to your account, your password may be compromised. Visit settings to create a new, strong password. Using an app for two factor codes gives support for more devices.",
    ),
    (
        "en",
        "You added a passkey. If you did not do this, tell us right away so that our support agents can help. You can review your codes in settings.",
    ),
    (
        "en",
        "If you get a call asking for this code, it is fraud. Do not read it out, even if the caller says he is an agent.",
    ),
    (
        "en",
        "You're receiving this because a password reset was requested. Ignore it and your password will not change. We will not send your password to you by email or give it to our support team.",
    ),
    ("en", "When you call, our agent will send you a code and ask you to read it back, which is the only time we ask."),
    ("en", "Your PIN was changed. If it was not you, call us back on the number printed on your card."),
    ("en", "Our driver needs your delivery code: give the code to the driver when the parcel arrives."),
    ("en", "Please provide your tax code and send us the signed form."),
    ("en", "Thanks for your pull request! Could you send us the test code as well?"),
    ("en", "Reply with your order number and we will look into it. Please share feedback with our support."),
    (
        "en",
        "To verify your email enter this code 482913. Need help? Contact our support team or reply to this email and tell us what happened.",
    ),
    (
        "en",
        "Enter this code on your TV: it shows the programme. Call us if you have questions about the app or press yes to the survey.",
    ),
    (
        "es",
        "Hemos recibido una solicitud para iniciar sesión. Introduzca este código: 482913. Si no ha sido usted, no haga nada. Nuestros agentes nunca le pedirán este código. No lo envíe a nadie.",
    ),
    (
        "es",
        "Gracias por su compra. Si tiene dudas, díganos su número de pedido y nuestro agente le ayudará. Puede usar el código DESCUENTO10 la próxima vez.",
    ),
    ("es", "Su clave es personal: no la dé por teléfono, ni siquiera a un agente del banco."),
    (
        "es",
        "Le enviamos este código para verificar su identidad. Si necesita ayuda, responda a este correo o llame a su oficina.",
    ),
    (
        "fr",
        "Voici votre code : 482913. Il est valable dix minutes. Si vous n'êtes pas à l'origine de cette demande, ignorez ce message. Notre service client ne vous demandera jamais ce code, ne le communiquez à personne.",
    ),
    ("fr", "Merci de votre commande. Donnez-nous votre avis et recevez un code promo pour votre prochain achat."),
    (
        "fr",
        "Nous vous envoyons ce code pour vous permettre de vous connecter. Pour toute question, répondez à ce message ou contactez notre support.",
    ),
    (
        "de",
        "Wir haben eine Anmeldung bemerkt. Geben Sie zur Bestätigung diesen Code ein: 482913. Wenn Sie das nicht waren, müssen Sie nichts tun. Unser Support wird Sie niemals nach dem Code fragen. Geben Sie ihn nicht weiter.",
    ),
    (
        "de",
        "Vielen Dank für Ihre Bestellung. Sagen Sie uns Ihre Meinung und erhalten Sie einen Code für Ihren nächsten Einkauf.",
    ),
    ("de", "Dieser Code ist nur für Sie bestimmt. Teilen Sie uns mit, wenn Sie ihn nicht angefordert haben."),
    (
        "pt",
        "Recebemos um pedido de acesso. Use o código 482913. Se não foi você, ignore. Nossos atendentes nunca pedem este código. Não o informe a ninguém.",
    ),
    ("pt", "Obrigado pela compra. Conte-nos o que achou e receba um código de desconto."),
    (
        "it",
        "Abbiamo ricevuto una richiesta di accesso. Usa il codice 482913. Se non sei stato tu, ignora il messaggio. Il nostro servizio clienti non ti chiederà mai il codice. Non comunicarlo.",
    ),
    ("it", "Grazie per l'ordine. Ci dica cosa ne pensa e riceverà un codice sconto."),
    (
        "nl",
        "Iemand probeert in te loggen. Gebruik de code 482913. Was u dit niet, dan hoeft u niets te doen. Onze medewerkers vragen u nooit om de code. Geef hem nooit door.",
    ),
    ("nl", "Bedankt voor uw bestelling. Laat ons weten wat u ervan vindt en ontvang een kortingscode."),
    (
        "nl",
        "Wij sturen u deze code om uw identiteit te controleren. Neem contact met ons op als u hem niet hebt aangevraagd.",
    ),
    (
        "ja",
        "サインインのリクエストがありました。コード 482913 を入力してください。心当たりがない場合は、このメールを無視してください。サポート担当者がコードをお聞きすることはありません。",
    ),
    ("ja", "ご注文ありがとうございます。ご意見をお聞かせください。次回使えるクーポンコードをお送りします。"),
    ("ja", "このコードは本人確認のためにお送りしています。ご不明な点はサポートまでご連絡ください。"),
    (
        "zh",
        "我们收到了登录请求。验证码：482913。如果不是您本人操作，请忽略。我们的客服绝不会向您索取验证码，请不要告诉任何人。",
    ),
    ("zh", "感谢您的订购。请告诉我们您的意见，即可获得优惠码。"),
    ("zh", "验证码用于验证您的身份。如有疑问，请联系客服。"),
    ("en", "Use 771204 as your login code. Nobody from our team needs it."),
    ("en", "Your passcode is 771204. If you receive calls about it, hang up."),
    ("en", "You can tell us about this in the app. Your code is 771204."),
    ("es", "Tu código es 771204. Caduca en 5 minutos."),
    ("es", "Si recibe una llamada pidiendo este código, no responda y avise a su banco."),
    ("fr", "Code : 771204. Toute personne qui vous le demande est un escroc."),
    ("fr", "Ce code est personnel, ne l'envoyez à aucun conseiller."),
    ("de", "771204 ist Ihr Code. Wer Sie danach fragt, ist ein Betrüger."),
    ("de", "Den Code bitte keinem Mitarbeiter nennen."),
    ("pt", "Código: 771204. Se alguém ligar pedindo, é golpe."),
    ("it", "Codice: 771204. Chi lo chiede è un truffatore."),
    ("nl", "Code: 771204. Wie erom vraagt, is een oplichter."),
    ("ja", "コードは771204です。聞かれても答えないでください。"),
    ("zh", "验证码771204。凡是索要验证码的都是骗子。"),
];

fn judge_link(text: &str, url: &str) -> Link {
    links::judge(&Anchor { text: text.into(), url: url.into(), found_in: FoundIn::Text }, None)
}

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
fn a_whole_text_is_judged_by_what_it_asks_for() {
    let missed: Vec<_> =
        HOSTILE.iter().filter(|(_, text)| judged(text).verdict.label != Label::HostileRequest).collect();
    assert!(missed.is_empty(), "{missed:#?}");
    let accused: Vec<_> =
        ORDINARY.iter().filter(|(_, text)| judged(text).verdict.label != Label::NotConfirmed).collect();
    assert!(accused.is_empty(), "{accused:#?}");
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
            for request in requests(&text).iter().chain(&device_code(&text, || true)) {
                prop_assert!(request.quote.len() < 200);
            }
            prop_assert!(phones(&text).len() <= 20 && codes(&text).len() <= 20 && money(&text).len() <= 20);
            prop_assert!(judge_link(&text, &text).host.len() <= text.len() * 12 + 16);
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
        let link = judge_link("Open", &url);
        prop_assert_eq!(link.url, url.clone());
        prop_assert!(links::host(&url).is_none_or(|host| !host.is_empty()));
    }
}

/// A message whose text is HTML, of a sender that no provider has to do with.
fn html(body: &str) -> Report {
    let head = "From: Jo <jo@shop.example>\r\nTo: al@mailbox.example\r\nSubject: Hello\r\nMIME-Version: 1.0\r\n\
        Content-Type: text/html; charset=utf-8\r\n\r\n";
    judged(&[head, body].concat())
}

fn has_row(report: &Report, id: &str) -> bool {
    report.ledger.iter().any(|row| row.id == id)
}

fn row_title<'a>(report: &'a Report, id: &str) -> &'a str {
    report.ledger.iter().find(|row| row.id == id).map_or("", |row| &row.title.text)
}

#[test]
fn what_no_reader_sees_is_no_part_of_the_text() {
    for hidden in [
        "<p style='display:none'>XYZ</p>",
        "<p style='visibility: hidden'>XYZ</p>",
        "<p style='opacity:0'>XYZ</p>",
        "<p style='font-size:0'>XYZ</p>",
        "<p style='font:1px/1px Arial'>XYZ</p>",
        "<p style='color:#ffffff'>XYZ</p>",
        "<p style='color:transparent'>XYZ</p>",
        "<table bgcolor=black><tr><td><font color='#000'>XYZ</font></td></tr></table>",
        "<div style='background:#eee;color:#eeeeee'>XYZ</div>",
        "<div style='height:0;overflow:hidden'>XYZ</div>",
        "<div style='position:absolute;left:-5000px'>XYZ</div>",
        "<div style='mso-hide:all'>XYZ</div>",
        "<div hidden>XYZ</div>",
        "<!-- XYZ -->",
        "<head><title>XYZ</title></head>",
        "<style>.p{content:'XYZ'}</style>",
        "<style>.pre{display:none!important}</style><span class='x PRE'>XYZ</span>",
        "<style>#pre{font-size:0px}</style><i id=pre>XYZ</i>",
        "<template>XYZ</template>",
        "<div style='visibility:hidden'><b>XYZ</b></div>",
    ] {
        let text = html(&["<body>Shown ", hidden, " too</body>"].concat()).content.text;
        assert!(!text.contains("XYZ") && text.contains("Shown") && text.contains("too"), "{hidden}: {text}");
    }
}

#[test]
fn what_only_looks_hidden_is_read() {
    for shown in [
        "<td style='font-size:0px'><div style='font-size:14px'>XYZ</div></td>",
        "<div style='visibility:hidden'><b style='visibility:visible'>XYZ</b></div>",
        "<div style='display:none;display:block'>XYZ</div>",
        "<table bgcolor='#003366'><tr><td style='color:#fff'>XYZ</td></tr></table>",
        "<style>.b{background:#036}</style><a class=b style='color:#fff'>XYZ</a>",
        "<style>.m{display:none}@media (max-width:600px){.m{display:block!important}}</style><p class=m>XYZ</p>",
        "<td background='sky.png'><font color=white>XYZ</font></td>",
        "<p style='display:none'>before<p>XYZ",
        "<head><title>t</title><body>XYZ",
        "<noscript>XYZ</noscript>",
        "<p style='max-height:0'>XYZ</p>",
        "<font color=white><a href='https://shop.example'>XYZ</a></font>",
    ] {
        let text = html(&["Shown ", shown].concat()).content.text;
        assert!(text.contains("XYZ"), "{shown}: {text}");
    }
}

#[test]
fn a_request_that_only_some_programs_show_is_a_request() {
    let claiming = |body: &str| claiming(&["Content-Type: text/html\r\n\r\n", body].concat());
    const ASKS: &str = "Call +1 805 555 0142 and read us the code you received";
    for shown in [
        // hidden, and taken back in a way that is not followed
        "<p style=\"opacity:0;opacity:1\">ASKS</p>",
        "<p style=\"display:block!important;display:none\">ASKS</p>",
        "<p style=\"/*;display:none;*/color:#000\">ASKS</p>",
        "<p style=\"color:transparent;-webkit-text-fill-color:#000\">ASKS</p>",
        "<p style=\"margin-left:-999px;padding-left:999px\">ASKS</p>",
        "<p style=\"mso-hide:all\">ASKS</p>",
        // in the place of a picture, on a button, in Outlook alone, out of a style sheet
        "<img src=\"https://a.example/x.png\" alt=\"ASKS\">",
        "<input type=submit value=\"ASKS\">",
        "<!--[if mso]><p>ASKS</p><![endif]-->",
        "<style>.q::before { content: 'ASKS' }</style><p class=q></p>",
    ] {
        let body = ["<p>Your security code is 482913.</p>", &shown.replace("ASKS", ASKS)].concat();
        let report = claiming(&body);
        assert_eq!(report.verdict.content, ContentVerdict::Hostile, "{shown}");
        assert!(has_row(&report, "content.request"), "{shown}");
        for harmless in ["Microsoft", "Never read your code to anybody", "Enter your address"] {
            let body = ["<p>Your security code is 482913.</p>", &shown.replace("ASKS", harmless)].concat();
            assert_ne!(claiming(&body).verdict.content, ContentVerdict::Hostile, "{harmless} in {shown}");
        }
    }
    // a comment that no program shows
    let body = ["<p>Your security code is 482913.</p><!-- ", ASKS, " -->"].concat();
    assert_ne!(claiming(&body).verdict.content, ContentVerdict::Hostile);
}

#[test]
fn letters_that_are_hidden_inside_a_word_are_named_and_do_not_hide_the_request() {
    for body in [
        "Please se<span style='font-size:0'>qzv</span>nd me the co<span style='font-size:0'>wxk</span>de",
        "Please s<i style='display:none'>a</i>e<i style='display:none'>b</i>n<i style='display:none'>c</i>d me the code",
        "Please se<div style='display:none'>q</div>nd me the c<font color='#fff'>w</font>ode",
    ] {
        let report = html(body);
        assert!(report.content.text.contains("send me the code"), "{}", report.content.text);
        assert!(report.content.requests.iter().any(|request| request.kind == SendCode), "{body}");
        assert!(row_title(&report, "content.hidden_letters").contains("send"), "{body}");
    }
    for body in [
        "Please send <span style='display:none'>qzv</span>me the code",
        "<div style='display:none'>Your code inside</div>Hello Jo",
        "Wel<b>come</b> to the sh<!-- x -->op",
        "co&shy;op",
        "Total<span style='display:none'>: </span>5 pieces, a<span style='font-size:0'>\u{200b}</span>b",
    ] {
        assert!(!has_row(&html(body), "content.hidden_letters"), "{body}");
    }
}

#[test]
fn a_request_is_read_however_its_letters_are_set() {
    for body in [
        "Please s&shy;end me the c&#173;o&zwnj;de",
        "Please s&#8203;end me the &#x63;&#x6F;&#x64;&#x65;",
        "Please <b>s</b><i>e</i><span>n</span><u>d</u> me the <b>c</b>o<b>d</b>e",
        "Please <div style='display:inline'>se</div><div style='display:inline-block'>nd</div> me the code",
        "<bdo dir=rtl>edoc eht em dnes esaelP</bdo>",
        "<p style='unicode-bidi:bidi-override; direction:rtl'>edoc eht em dnes esaelP</p>",
        "Please \u{202e}edoc eht em dnes\u{202c} now",
        "Please send me the<table><tr><td>c</td><td>o</td><td>d</td><td>e</td></tr></table>",
        "<table><tr><td><table><tr><td>Please send me</td></tr></table></td><td> the code</td></tr></table>",
        "Please send me<!-- x --> the<br>code",
        "<noscript>Please send me the code</noscript>",
        "<img src='data:image/png;base64,AAAA'>Please send me the code",
    ] {
        let report = html(body);
        assert!(
            report.content.requests.iter().any(|request| request.kind == SendCode),
            "{body}: {}",
            report.content.text
        );
    }
    for body in
        ["Dear <bdo dir=ltr>customer</bdo>, <span dir=rtl>edoc eht em dnes</span>", "<td>a</td><td>b</td><td>c</td>"]
    {
        assert!(html(body).content.requests.is_empty(), "{body}");
    }
}

#[test]
fn a_picture_inside_the_text_does_not_push_the_text_out() {
    let picture = "A".repeat(600_000);
    let body = format!("<p>Hello</p><img src=\"data:image/png;base64,{picture}\"><p>Please send me the code</p>");
    let report = html(&body);
    assert!(report.content.requests.iter().any(|request| request.kind == SendCode));
    assert!(report.content.text.len() < 100, "{}", report.content.text.len());
}

#[test]
fn a_lot_of_hidden_text_is_named_and_a_preview_is_not() {
    let story = "The harbour master wrote about tides and ropes while gulls argued over bread near lamp number ";
    let words: String = (0..12).map(|number| format!("{story}{number} ")).collect();
    let numbered: String = words.split(' ').enumerate().map(|(at, word)| format!("{word}{at} ")).collect();
    let report = html(&format!("<p>Your parcel</p><div style='display:none'>{numbered}</div>"));
    assert!(row_title(&report, "content.hidden_text").contains("The0 harbour1"), "{:?}", report.ledger);
    let report = html("<p>Hello</p><div style='font-size:0'>Please send me the code</div>");
    assert!(row_title(&report, "content.hidden_text").contains("send me the code"));
    assert_eq!(report.content.requests.len(), 1, "another program may show it");

    let padding = "&zwnj;&nbsp;".repeat(400);
    let preview = format!(
        "<div style='display:none;max-height:0'>Your parcel is on its way, and here is what happens next.{padding}</div><p>Hello</p>"
    );
    assert!(!has_row(&html(&preview), "content.hidden_text"));
    let twice = format!("<p class=wide>{words}</p><div style='display:none'>{words}</div>");
    assert!(!has_row(&html(&twice), "content.hidden_text"));
}

/// A mail that claims to be from a provider and is nothing else.
fn claiming(body: &str) -> Report {
    let head = "From: Microsoft account team <account-security-noreply@accountprotection.microsoft.com>\r\n\
        To: al@mailbox.example\r\nSubject: Microsoft account security code\r\nMIME-Version: 1.0\r\n";
    judged(&[head, body].concat())
}

#[test]
fn a_form_for_a_password_or_a_code_asks_for_it() {
    for (field, kind) in [
        ("<input type=password name=pw>", Credential),
        ("<input name='passwd' placeholder='Your password'>", Credential),
        ("<input autocomplete='one-time-code'>", SendCode),
        ("<input name=q placeholder='Enter the code'>", SendCode),
        ("<input aria-label='Código de seguridad'>", SendCode),
        ("<textarea name=passphrase></textarea>", Credential),
    ] {
        let body = format!(
            "Content-Type: text/html\r\n\r\n<p>Hello</p><form action='https://evil.example/take'>{field}<button>Go</button></form>"
        );
        let report = claiming(&body);
        assert!(report.content.requests.iter().any(|request| request.kind == kind), "{field}");
        let row = report.ledger.iter().find(|row| row.id == "content.form");
        assert!(row.is_some_and(|row| row.reason.text.contains("evil.example")), "{field}");
        assert_eq!(report.verdict.label, Label::HostileRequest, "{field}");
    }
    for form in [
        "<form action='https://account.microsoft.com/find'><input type=search name=q placeholder='Search'></form>",
        "<form><input name='zip code'><input placeholder='Promo code'><input type=hidden name=password></form>",
    ] {
        let report = claiming(&["Content-Type: text/html\r\n\r\n", form].concat());
        assert!(!has_row(&report, "content.form") && report.content.requests.is_empty(), "{form}");
    }
    // anybody's survey is no attack
    let report = html("<form action='https://survey.example/'><input name=answer></form>");
    assert!(!has_row(&report, "content.form"));
    assert_eq!(report.verdict.label, Label::NotConfirmed);
}

/// A message with one attached part.
fn attached(content_type: &str, name: &str, content: &str) -> Report {
    let part = format!(
        "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nHello\r\n--b\r\n\
         Content-Type: {content_type}\r\nContent-Disposition: attachment; filename=\"{name}\"\r\n\r\n{content}\r\n--b--\r\n"
    );
    claiming(&part)
}

#[test]
fn attached_files_that_weigh_are_named_with_the_reason() {
    for (content_type, name, content, why) in [
        ("text/html", "Secure message.html", "<p>", "page of its own"),
        ("image/svg+xml", "voice.svg", "<svg>", "page of its own"),
        ("application/octet-stream", "report.pdf.js", "x", "looks like a .pdf file and ends in .js"),
        ("application/pdf", "invoice.pdf", "<!DOCTYPE html><script>", "do not fit together"),
        ("text/html", "invoice.pdf", "<p>", "do not fit together"),
        ("application/octet-stream", "photo.png", "MZ\u{1}", "do not fit together"),
        ("image/png", "photo.hta", "x", "do not fit together"),
        ("application/zip", "documents.zip", "PK", "packed"),
        ("application/octet-stream", "disc.ISO", "x", "packed"),
        ("application/octet-stream", "shortcut.lnk", "x", "program"),
        ("application/octet-stream", "Notes.one", "x", "pages of notes"),
        ("text/calendar", "invite.ics", "BEGIN:VCALENDAR", "appointment"),
        ("application/vnd.ms-word.document.macroEnabled.12", "order.docm", "x", "carry a program"),
        ("message/rfc822", "", "From: a@b.example\r\n\r\nx", "another message"),
        ("application/octet-stream", "invoice\u{202e}fdp.exe", "x", "turn the direction"),
    ] {
        let report = attached(content_type, name, content);
        let row = report.ledger.iter().find(|row| row.id == "content.attachment");
        let reason = row.map_or("", |row| row.reason.text.as_str());
        assert!(
            reason.contains(why) || (why == "pages of notes" && reason.contains("page of notes")),
            "{name}: {reason}"
        );
        assert_ne!(report.verdict.content, ContentVerdict::Hostile, "{name}: a file alone asks for nothing");
    }
    for (content_type, name, content) in [
        ("image/png", "logo.png", "\u{89}PNG"),
        ("application/pdf", "invoice.pdf", "%PDF-1.7"),
        ("application/octet-stream", "invoice.pdf", "%PDF-1.7"),
        ("text/plain", "v1.2 notes.txt", "x"),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "letter.docx", "PK"),
        ("application/pgp-signature", "signature.asc", "-----BEGIN"),
        ("text/plain", "", "a list's footer"),
    ] {
        assert!(!has_row(&attached(content_type, name, content), "content.attachment"), "{name}");
    }
}

#[test]
fn links_are_completed_and_read_as_a_browser_does() {
    let link = |body: &str| html(body).content.links.into_iter().next().expect("there is a link");
    for (body, host) in [
        ("<base href='https://evil.example/x/'><a href='login'>Go</a>", "evil.example"),
        ("<base href='https://evil.example'><a href='/login?next=https://shop.example'>Go</a>", "evil.example"),
        ("<map><area href='https://evil.example/'></map>text", "evil.example"),
        ("<a href='https://microsoft.com@evil.example/'>Go</a>", "evil.example"),
        ("<a href='https&colon;//evil&period;example'>Go</a>", "evil.example"),
        ("<a href='java\nscript:alert(1)'>Go</a>", ""),
        ("<a href='data:text/html;base64,PGI+'>Go</a>", ""),
        ("<a href='blob:https://evil.example/1'>Go</a>", ""),
        ("<a href='file:////evil.example/share'>Go</a>", ""),
        ("<a href='http://3221225985/'>Go</a>", "192.0.2.1"),
        ("<a href='https://мicrosoft.example'>Go</a>", "xn--icrosoft-39g.example"),
        ("<svg><a xlink:href='https://evil.example'>Go</a></svg>", "evil.example"),
    ] {
        let found = link(body);
        assert_eq!(found.host, host, "{body}: {}", found.url);
    }
    let shown = link("<a href='https://evil.example'><bdo dir=rtl>moc.tfosorcim</bdo></a>");
    assert_eq!((shown.text.as_str(), shown.kind), ("microsoft.com", LinkKind::Misleading));
    let turned = link("<bdo dir=rtl><a href='https://evil.example'>moc.tfosorcim</a></bdo>");
    assert_eq!(turned.text, "microsoft.com");
    assert_eq!(link("<area alt='Map' href='https://a.example'>Words behind").text, "Map");
    let note = notes(&link("<a href='https://shop.example:8443/'>Go</a>"));
    assert!(note.contains("port 8443"), "{note}");
    assert!(!notes(&link("<a href='https://shop.example:443/'>Go</a>")).contains("port"));
    let plain = link("<base href='https://other.example'><a href='https://shop.example/a'>Go</a>");
    assert_eq!(plain.host, "shop.example", "an address of its own stays");
}

/// What is said about a link.
fn notes(link: &Link) -> String {
    link.notes.iter().map(|note| note.text.as_str()).collect::<Vec<_>>().join(" ")
}

/// What a QR code in the first picture says, judged with a message.
fn scanned(message: &str, text: &str) -> Report {
    let code = ImageCode { image: 0, text: text.into() };
    analyze(message.as_bytes(), &Options { codes_in_images: vec![code], ..Options::default() })
}

const ALERT: &str = "From: Microsoft account team <account-security-noreply@accountprotection.microsoft.com>\r\n\
    To: al@mailbox.example\r\nSubject: Microsoft account security alert\r\nMIME-Version: 1.0\r\n\
    Content-Type: text/plain\r\n\r\nScan the picture to stay signed in.\r\n";
const LETTER: &str = "From: Jo <jo@shop.example>\r\nSubject: Ticket\r\n\r\nYour ticket is attached.\r\n";

#[test]
fn a_qr_code_is_a_link_of_the_mail_and_says_that_it_is_one() {
    let report = scanned(ALERT, "https://evil.example/login");
    let link = report.content.links.last().expect("there is a link");
    assert_eq!((link.host.as_str(), link.found_in, link.kind), ("evil.example", FoundIn::QrCode, LinkKind::Other));
    assert!(notes(link).contains("QR code"), "{}", notes(link));
    assert!(row_title(&report, "content.qr_code").contains("evil.example"));
    assert_eq!(report.verdict.label, Label::HostileRequest, "a lure like a link to sign in");
    for (text, host) in [
        ("EVIL.EXAMPLE/x", "evil.example"),
        ("https://l.facebook.com/l.php?u=https%3A%2F%2Fevil.example", "evil.example"),
    ] {
        let report = scanned(ALERT, text);
        assert_eq!(report.content.links.last().map(|link| link.host.as_str()), Some(host), "{text}");
        assert_eq!(report.verdict.label, Label::HostileRequest, "{text}");
    }
}

#[test]
fn a_qr_code_that_leads_nowhere_else_is_no_lure() {
    for text in [
        "https://account.microsoft.com/security",
        "https://apps.apple.com/app/id1",
        "otpauth://totp/Example:al?secret=JBSWY3DPEHPK3PXP",
        "WIFI:S:Cafe;T:WPA;P:secret;;",
        "Order 4711",
    ] {
        let report = scanned(ALERT, text);
        assert!(has_row(&report, "content.qr_code"), "{text}");
        assert_eq!(report.verdict.label, Label::NotConfirmed, "{text}");
    }
    // a ticket of somebody who claims to be no provider
    let report = scanned(LETTER, "https://tickets.example/4711");
    assert_eq!(report.verdict.label, Label::NotConfirmed);
    assert!(report.content.requests.is_empty() && has_row(&report, "content.qr_code"));
}

#[test]
fn a_qr_code_that_links_a_device_lets_somebody_in() {
    for text in ["sgnl://linkdevice?uuid=1&pub_key=2", "tg://login?token=abc", "2@AbCdEf,x,y"] {
        let report = scanned(LETTER, text);
        assert_eq!(report.verdict.label, Label::HostileRequest, "{text}");
        assert!(report.content.requests.iter().any(|request| request.kind == Approve), "{text}");
    }
    assert_eq!(scanned(LETTER, "tg://resolve?domain=shop").verdict.label, Label::NotConfirmed);
}

#[test]
fn a_qr_code_never_raises_the_verdict() {
    let without = judged(ALERT).verdict;
    let with = scanned(ALERT, "https://account.microsoft.com/").verdict;
    assert_eq!((without.label, without.origin), (with.label, with.origin));
}

#[test]
fn a_code_drawn_with_characters_is_read_out_of_plain_text_and_out_of_html() {
    let lines = drawn("https://evil.example/drawn");
    let plain =
        judged(&format!("From: Jo <jo@shop.example>\r\nSubject: Hi\r\n\r\nScan:\r\n\r\n{}\r\n", lines.join("\r\n")));
    let broken = html(&format!("<p>Scan</p><div>{}</div>", lines.join("<br>")));
    let pre = html(&format!("<pre>{}</pre>", lines.join("\n")));
    let cells = html(&lines.iter().map(|line| format!("<tr><td>{line}</td></tr>")).collect::<String>());
    for report in [plain, broken, pre, cells] {
        assert!(has_row(&report, "content.qr_drawn"), "{}", report.content.text);
        assert!(report.content.links.iter().any(|link| link.host == "evil.example"), "{}", report.content.text);
    }
    let bars = html("<p>Battery ██████░░░░ 60 %</p><p>▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀</p>");
    assert!(!has_row(&bars, "content.qr_drawn"));
}

#[test]
fn pictures_are_listed_for_the_page_and_given_to_it() {
    let gif = "R0lGODlhAQABAIAAAP///wAAACwAAAAAAQABAAACAkQBADs=";
    let message = format!(
        "From: Jo <jo@shop.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n\
         --b\r\nContent-Type: text/html\r\n\r\n<img src='data:image/gif;base64,{gif}'><img src='cid:x'>\r\n\
         --b\r\nContent-Type: image/png; name=scan.png\r\nContent-Transfer-Encoding: base64\r\n\r\n{gif}\r\n\
         --b\r\nContent-Type: image/png; name=broken.png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n--b--\r\n"
    );
    let images = judged(&message).content.images;
    let listed: Vec<_> =
        images.iter().map(|image| (image.name.as_str(), image.media_type.as_str(), image.width)).collect();
    assert_eq!(listed, [("", "image/gif", 1), ("scan.png", "image/gif", 1)]);
    assert_eq!(header_verdict::image(message.as_bytes(), 1).map(|file| file.len()), Some(35));
    assert_eq!(header_verdict::image(message.as_bytes(), 2), None);
    assert_eq!(header_verdict::image(b"no message", 0), None);
}

#[test]
fn markup_is_read_in_linear_time() {
    let time = |part: &str, bytes: usize| {
        let text = part.repeat(bytes / part.len());
        let run = || {
            let start = Instant::now();
            assert!(html(&text).content.text.len() < 9_000);
            start.elapsed()
        };
        (0..2).map(|_| run()).min().unwrap_or_default()
    };
    for part in [
        "a<i style='display:none'>b</i>",
        "a<i hidden>b</i><b>c</b>",
        "<bdo dir=rtl>ab</bdo>",
        "<bdo dir=rtl>a",
        "<table><tr><td>a",
        "<style>.a{color:red}</style>",
        "<style>.a{",
        "<p class='a b c' id=d>x",
        "<form action=x><input type=password>",
        "<a href=x>y",
        "<img src='data:image/png;base64,AAAA'>",
        "\u{202e}ab\u{202c}",
        "█ ▀\n",
        "&amp;&eacute;&bogus",
    ] {
        // ten times the text: a hundred times the time would be quadratic
        let (small, large) = (time(part, 20_000), time(part, 200_000));
        assert!(large < small * 40 + Duration::from_millis(500), "{part}: {small:?}, then {large:?}");
    }
}

proptest! {
    #[test]
    fn any_markup_is_read_without_a_panic(parts in prop::collection::vec(prop::sample::select(vec![
        "<", ">", "</", "<p", "<div style='", "display:none", "font-size:0", "color:#ff", "'>", "\"", "<style>", ".a{", "}", "@media{",
        "</style>", "<a href=", "https://h.example", "</a>", "<bdo dir=rtl>", "</bdo>", "<td>", "x", "é", "字", " ", "\n", "&#", "&eacute",
        "<base href=//", "<form action=", "<input type=password", "<!--", "-->", "<img src=data:image/png;base64,", "█", "\u{202e}", "-",
    ]), 0..80))
    {
        let report = html(&parts.concat());
        prop_assert!(report.verdict.label != Label::GenuineSender);
    }
}
