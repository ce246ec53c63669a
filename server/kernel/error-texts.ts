import type { ErrorCode } from "./errors";

/** What a person reads: what happened and what to do. A new code without text does not compile. */
export const errorTexts: Readonly<Record<ErrorCode, { message: string; action: string }>> = {
  "access.decided": { message: "Este pedido já foi decidido.", action: "Atualize a lista." },
  "access.last_admin": {
    message: "Este é o último administrador ativo.",
    action: "Dê o papel a outra pessoa antes.",
  },
  "access.not_found": { message: "Pedido não encontrado.", action: "Atualize a lista." },
  "access.own": {
    message: "Ninguém decide o próprio pedido, nem sobre o próprio acesso.",
    action: "Peça a outra pessoa com o direito de aprovar.",
  },
  "access.pending": {
    message: "Já há um pedido igual aguardando uma segunda pessoa.",
    action: "Espere a decisão, ou retire o pedido antes.",
  },
  "access.stale": {
    message: "O acesso mudou desde o pedido, ou quem pediu não pode mais pedir.",
    action: "Recuse este pedido e faça outro sobre a situação atual.",
  },
  "access.unchanged": { message: "O pedido não muda nada.", action: "Altere o papel, os fundos ou o prazo." },
  "anbima.forbidden": {
    message: "A ANBIMA recusou a credencial.",
    action: "Confira ANBIMA_CLIENT_ID e ANBIMA_CLIENT_SECRET e o produto contratado.",
  },
  "anbima.invalid_answer": {
    message: "A ANBIMA respondeu algo que não é uma lista de preços.",
    action: "Tentaremos de novo; nada foi perdido.",
  },
  "anbima.unavailable": {
    message: "A ANBIMA não respondeu.",
    action: "Tentaremos de novo; nada foi perdido.",
  },
  "audit.not_found": {
    message: "Evento não encontrado na trilha.",
    action: "Confira o endereço, ou peça acesso ao fundo dele.",
  },
  "audit.not_sealed": {
    message: "Este evento ainda não está num checkpoint assinado.",
    action: "Tente de novo em instantes.",
  },
  "audit.nothing_sealed": {
    message: "Ainda não há evento selado que se possa exportar.",
    action: "Tente de novo em instantes.",
  },
  "auth.code_required": { message: "Falta o código da segunda etapa.", action: "Informe o código." },
  "auth.code_wrong": {
    message: "O código não confere, ou já foi usado.",
    action: "Espere o próximo código do aplicativo e tente de novo.",
  },
  "auth.denied": { message: "Você não tem o direito necessário.", action: "Peça-o a um administrador." },
  "auth.rate_limited": {
    message: "Muitas tentativas de entrada.",
    action: "Aguarde um minuto e tente de novo.",
  },
  "auth.required": { message: "Entre para continuar.", action: "Faça a entrada de novo." },
  "calendar.not_found": { message: "Este dia não tem exceção no calendário.", action: "Confira a data." },
  "database.unavailable": {
    message: "O banco de dados não respondeu.",
    action: "Tente de novo em instantes; nada foi perdido.",
  },
  "flag.unknown": { message: "Esta chave não existe.", action: "Veja a lista de chaves." },
  "fund.not_found": { message: "Fundo não encontrado.", action: "Confira o código ou peça acesso a ele." },
  "idempotency.in_progress": {
    message: "Um pedido com esta chave está em andamento.",
    action: "Aguarde a resposta do primeiro.",
  },
  "idempotency.reused": {
    message: "Esta chave já foi usada com outro conteúdo.",
    action: "Use uma chave nova para um pedido novo.",
  },
  "input.invalid": { message: "Há campos inválidos.", action: "Corrija os campos indicados." },
  "internal.unexpected": {
    message: "Algo inesperado aconteceu.",
    action: "Tente de novo; se repetir, informe o código do pedido.",
  },
  "job.lease_lost": { message: "Outro processo assumiu este trabalho.", action: "Nada a fazer." },
  "job.not_found": { message: "Trabalho não encontrado.", action: "Atualize a lista." },
  "job.unknown": { message: "Tipo de trabalho desconhecido.", action: "Confira a versão dos processos." },
  "ledger.below_floor": {
    message: "O saldo ou a posição ficaria abaixo do mínimo.",
    action: "Espere a entrada de recursos ou reduza o valor.",
  },
  "ledger.not_balanced": {
    message: "As partidas não somam zero.",
    action: "Informe o suporte com o código do pedido.",
  },
  "link.invalid": {
    message: "Este link já foi usado, venceu ou foi cancelado.",
    action: "Peça um link novo.",
  },
  "link.too_many": {
    message: "Já foram enviados vários links nesta hora.",
    action: "Confira a caixa de entrada e o spam, ou espere uma hora.",
  },
  "mail.not_sent": { message: "O e-mail não foi entregue.", action: "Tentaremos de novo." },
  "mail.unknown": {
    message: "Não se sabe se o e-mail foi entregue.",
    action: "Confirme com o destinatário antes de reenviar.",
  },
  "notification.not_found": { message: "Aviso não encontrado.", action: "Atualize a lista." },
  "operation.not_executed": { message: "A operação não está executada.", action: "Atualize a página." },
  "operation.not_found": { message: "Operação não encontrada.", action: "Confira o identificador." },
  "operation.not_pending": { message: "A operação não está mais pendente.", action: "Atualize a página." },
  "operation.own_upload": {
    message: "Quem enviou o arquivo não decide sobre as operações dele.",
    action: "Peça a outra pessoa.",
  },
  "operation.reversed": { message: "A operação já foi estornada.", action: "Veja o lançamento de estorno." },
  "password.weak": {
    message: "Esta senha é fraca.",
    action: "Use 12 caracteres ou mais, sem o seu nome nem uma senha comum.",
  },
  "rate.exceeded": { message: "Muitos pedidos em pouco tempo.", action: "Aguarde e tente de novo." },
  "reversal.empty": {
    message: "Nenhuma operação dos eventos filtrados pode ser estornada.",
    action: "Veja na prévia por quê, e mude o filtro.",
  },
  "reversal.not_found": {
    message: "Estorno em lote não encontrado.",
    action: "Confira o endereço, ou peça acesso aos fundos dele.",
  },
  "reversal.own": {
    message: "Quem pediu o estorno, ou enviou ou editou uma das operações, não o decide.",
    action: "Peça a outra pessoa com o direito de estornar.",
  },
  "reversal.too_many": {
    message: "O filtro nomeia operações demais para um só estorno.",
    action: "Restrinja-o, por exemplo a um fundo ou a um dia.",
  },
  "reversal.wrong_state": { message: "Este estorno já não está nessa etapa.", action: "Atualize a página." },
  "review.approved_by_you": {
    message: "Você já registrou a primeira aprovação deste item.",
    action: "Outra pessoa dá a segunda.",
  },
  "review.changed": {
    message: "O item mudou desde que você o abriu.",
    action: "Veja o que mudou e decida de novo.",
  },
  "review.decided": { message: "O item já foi decidido.", action: "Veja no item quem decidiu e por quê." },
  "review.none_free": {
    message: "Não há item sem responsável que você possa decidir.",
    action: "Veja a fila toda.",
  },
  "review.not_approvable": {
    message: "Não há preço que possa ser aprovado para esta operação.",
    action: "Edite a operação, rejeite-a ou adie a decisão.",
  },
  "review.not_editable": { message: "A mudança pedida não é válida.", action: "Confira os valores." },
  "review.nothing_to_edit": {
    message: "Aqui não há valor que se edite.",
    action: "Aprove a correção ou mantenha o preço.",
  },
  "review.not_held": {
    message: "Não há decisão sua que ainda possa ser desfeita.",
    action: "Depois de executada, a operação só se desfaz por estorno.",
  },
  "review.own": {
    message: "Quem enviou ou editou o que está em revisão não decide sobre isso.",
    action: "Peça a outra pessoa.",
  },
  "review.proof_required": {
    message: "Acima deste valor é preciso confirmar quem é.",
    action: "Informe a senha ou o código do aplicativo.",
  },
  "review.stopped": { message: "Você parou antes deste item.", action: "Tente de novo os que faltaram." },
  "review.not_found": { message: "Item de revisão não encontrado.", action: "Atualize a lista." },
  "session.not_found": { message: "Sessão não encontrada.", action: "Atualize a lista." },
  "spreadsheet.refused": {
    message: "A planilha não pôde ser aberta.",
    action: "Abra-a no Excel, salve de novo como .xlsx e envie.",
  },
  "storage.not_found": {
    message: "O arquivo guardado não foi encontrado.",
    action: "Envie o arquivo de novo.",
  },
  "storage.too_large": {
    message: "O arquivo passa do tamanho máximo.",
    action: "Divida o arquivo e envie as partes.",
  },
  "storage.unavailable": {
    message: "Não foi possível guardar o arquivo.",
    action: "Tente de novo em instantes.",
  },
  "token.invalid": { message: "Token ausente, vencido ou inválido.", action: "Peça um token novo." },
  "token.not_found": { message: "Token não encontrado.", action: "Atualize a lista." },
  "totp.not_begun": {
    message: "A ativação não foi começada, ou foi recomeçada em outra tela.",
    action: "Comece de novo e leia o código novo.",
  },
  "totp.on": {
    message: "A segunda etapa já está ativa.",
    action: "Desative-a antes de ativar em outro aparelho.",
  },
  "totp.required": {
    message: "O seu papel exige a segunda etapa.",
    action: "Para trocar de aparelho, peça a redefinição a um administrador.",
  },
  "upload.duplicate": { message: "Este arquivo já foi enviado.", action: "Veja o primeiro envio." },
  "upload.empty": { message: "O arquivo está vazio.", action: "Confira o arquivo e envie de novo." },
  "upload.incomplete": { message: "O envio não terminou.", action: "Retome o envio." },
  "upload.kind_unknown": { message: "Este tipo de arquivo não existe.", action: "Use tipo=operacoes." },
  "upload.fix_impossible": {
    message: "Este conserto não se aplica a estas linhas.",
    action: "Atualize a página e veja o que resta.",
  },
  "upload.layout_not_found": {
    message: "Este modelo de colunas não existe.",
    action: "Ele pode já ter sido esquecido.",
  },
  "upload.not_found": { message: "Arquivo não encontrado.", action: "Confira o endereço." },
  "upload.nothing_edited": {
    message: "Nenhuma linha rejeitada foi corrigida.",
    action: "Corrija ao menos uma linha e reenvie.",
  },
  "upload.own": {
    message: "Quem enviou ou corrigiu o arquivo não pode desfazer a importação.",
    action: "Peça a outra pessoa com o direito de estornar.",
  },
  "upload.partial_scope": {
    message: "O arquivo também tem operações de fundos que você não vê.",
    action: "Peça a quem vê todos os fundos do arquivo.",
  },
  "upload.preview_outdated": {
    message: "Seus fundos mudaram desde a prévia.",
    action: "Leia o arquivo de novo e confirme.",
  },
  "upload.reading_changed": {
    message: "Outra pessoa mudou como o arquivo é lido.",
    action: "Veja o que ela escolheu e decida de novo.",
  },
  "upload.reverting": {
    message: "Esta importação já está sendo desfeita.",
    action: "Acompanhe o resultado na página do arquivo.",
  },
  "upload.row_not_found": { message: "Linha não encontrada.", action: "Atualize a página." },
  "upload.totals_differ": {
    message: "O que entra não soma os totais de controle.",
    action: "Corrija o arquivo ou os totais, ou diga por que confirmar com a diferença.",
  },
  "upload.totals_unknown": {
    message: "Os totais de controle ainda não foram conferidos com estas linhas.",
    action: "Espere a prévia e confirme de novo.",
  },
  "upload.wrong_state": { message: "O arquivo já passou desta etapa.", action: "Atualize a página." },
  "user.email_taken": { message: "Já existe um usuário com este e-mail.", action: "Use outro e-mail." },
  "user.not_found": { message: "Usuário não encontrado.", action: "Confira o endereço." },
  "user.self": {
    message: "Ninguém muda o próprio acesso.",
    action: "Peça a outra pessoa com o direito.",
  },
  "user.wrong_state": { message: "A situação desta pessoa não permite isso.", action: "Atualize a página." },
  "view.name_taken": { message: "Você já tem uma visão com este nome.", action: "Dê outro nome." },
  "view.not_found": {
    message: "Esta visão não existe ou é de outra pessoa.",
    action: "Escolha outra visão.",
  },
  "view.too_many": { message: "Você já tem 50 visões.", action: "Apague uma que não usa mais." },
};
