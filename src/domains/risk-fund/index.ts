export {
  LOSS_BASES,
  lossOf,
  shareLoss,
  type LossBasis,
  type LossInput,
  type LossPart,
  type LossShare,
} from './core/share-loss.ts';
